// The commune field becomes a combobox (ARIA pattern, list autocomplete). Without this file the server checks what was typed.
(() => {
  "use strict";
  const WAIT = 180;
  const SHORTEST = 2;

  class CommuneBox {
    constructor(box) {
      box.dataset.ready = "1";
      this.url = box.dataset.url;
      this.input = box.querySelector("input[type=text]");
      this.code = box.querySelector("input[type=hidden]");
      this.list = box.querySelector("[role=listbox]");
      this.status = box.querySelector("[role=status]");
      this.timer = 0;
      this.request = null;
      this.current = -1;
      this.input.setAttribute("role", "combobox");
      this.input.setAttribute("aria-autocomplete", "list");
      this.input.setAttribute("aria-controls", this.list.id);
      this.input.setAttribute("aria-expanded", "false");
      this.listen();
    }

    listen() {
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.pressed(event));
      this.input.addEventListener("blur", () => this.close());
      // A press would take the focus, hence close the list, before the click arrives.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[data-code]");
        if (option) this.choose(option);
      });
    }

    get options() {
      return [...this.list.querySelectorAll("[data-code]")];
    }

    get longEnough() {
      return this.input.value.trim().length >= SHORTEST;
    }

    typed() {
      this.code.value = "";
      clearTimeout(this.timer);
      if (!this.longEnough) return this.close();
      this.timer = setTimeout(() => this.suggest(), WAIT);
    }

    pressed(event) {
      const open = !this.list.hidden;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        if (open) this.mark(step);
        else if (this.longEnough) this.suggest();
      } else if (open && event.key === "Enter" && this.current >= 0) {
        this.choose(this.options[this.current]);
      } else if (open && event.key === "Escape") {
        this.close();
      } else {
        return;
      }
      event.preventDefault();
    }

    async suggest() {
      this.request?.abort();
      this.request = new AbortController();
      try {
        const url = `${this.url}?q=${encodeURIComponent(this.input.value)}`;
        const answer = await fetch(url, { signal: this.request.signal, headers: { "HX-Request": "true" } });
        if (answer.status !== 200) throw new Error(answer.statusText);
        this.show(await answer.text());
      } catch (failure) {
        if (failure.name === "AbortError") return;
        this.close();
        this.status.textContent = "Les propositions ne sont pas disponibles. Écrivez le nom complet et le code postal.";
      }
    }

    show(html) {
      this.list.innerHTML = html;
      this.options.forEach((option) => { option.id = `${this.list.id}-${option.dataset.code}`; });
      const count = this.options.length;
      this.status.textContent = count > 1 ? `${count} communes proposées` : count ? "1 commune proposée" : "Aucune commune proposée";
      this.current = -1;
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.input.removeAttribute("aria-activedescendant");
    }

    mark(step) {
      const options = this.options;
      if (!options.length) return;
      const from = this.current < 0 && step < 0 ? 0 : this.current;
      this.current = (from + step + options.length) % options.length;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.current)));
      this.input.setAttribute("aria-activedescendant", options[this.current].id);
      options[this.current].scrollIntoView({ block: "nearest" });
    }

    choose(option) {
      this.input.value = option.dataset.label;
      this.code.value = option.dataset.code;
      this.close();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    close() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.current = -1;
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  const enhance = (root) => root.querySelectorAll("[data-commune]:not([data-ready])").forEach((box) => new CommuneBox(box));
  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.target.parentElement ?? document));
})();
