// What is wrong with an answer, without waiting for the network. The server says the same (definition/answer_checks.py) and has the last word.
globalThis.faults = (() => {
  "use strict";
  const { blank, decimal } = globalThis.conditions;
  const LONGEST = { short: 300, long: 5000, comment: 2000 };
  const french = (number) => String(number).replace(".", ",");
  const spaced = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const characters = (text) => [...text].length;
  const tooLong = (what, text, most) => `${what} compte ${spaced(characters(text))} caractères, ${spaced(most)} au plus : raccourcissez-le, il est gardé en attendant.`;

  function number(item, value) {
    const found = decimal(value);
    if (found === null) return "Cette réponse n'est pas un nombre : écrivez-la en chiffres, par exemple 12 ou 12,5.";
    const places = item.kind === "money" ? 2 : item.decimals || 0;
    if ((value.split(".")[1] || "").replace(/0+$/, "").length > places) return places ? `${places} chiffres au plus après la virgule.` : "Écrivez un nombre entier.";
    const unit = item.unit ? ` ${item.unit}` : item.kind === "money" ? " €" : "";
    if (item.least !== undefined && found < item.least) return `${french(item.least)}${unit} au moins.`;
    if (item.most !== undefined && found > item.most) return `${french(item.most)}${unit} au plus.`;
    return "";
  }

  function shares(value) {
    const parts = Object.values(value).map(decimal);
    if (parts.some((part) => part === null || part < 0 || part > 100)) return "Écrivez chaque part en pour cent, de 0 à 100.";
    const total = Number(parts.reduce((sum, part) => sum + part, 0).toFixed(6));
    return total === 100 ? "" : `Ces parts font ${french(total)} % : elles doivent faire 100 %.`;
  }

  function several(item, value) {
    const over = item.most_choices ? value.length - item.most_choices : 0;
    return over > 0 ? `${item.most_choices} choix au plus : décochez-en ${over}.` : "";
  }

  function table(item, value) {
    const left = (item.rows || []).length - Object.keys(value).length;
    return item.required && left > 0 ? `Il reste ${left} ligne${left > 1 ? "s" : ""} à remplir dans ce tableau.` : "";
  }

  function told(item, value) {
    if (item.kind === "number" || item.kind === "money") return number(item, value);
    if (item.kind === "shares") return shares(value);
    if (item.kind === "matrix") return table(item, value);
    if (item.kind === "multiple" || item.kind === "ranking") return several(item, value);
    const most = item.longest || LONGEST[item.kind];
    return most && characters(value) > most ? tooLong("Ce texte", value, most) : "";
  }

  // Empty when all is well. Without `final`, what waits may wait.
  function of(item, answer, final) {
    const beside = answer?.comment && characters(answer.comment) > LONGEST.comment ? tooLong("Ce commentaire", answer.comment, LONGEST.comment) : "";
    if (answer?.s) return beside;
    if (answer && !blank(answer.v)) return told(item, answer.v) || beside;
    return final && item.required && !(answer?.observed) ? "Cette question attend une réponse." : beside;
  }

  return { of };
})();
