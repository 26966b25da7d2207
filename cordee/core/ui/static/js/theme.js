// Runs before the first paint: the colours this browser chose, or those of the system.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => { try { return localStorage.getItem("cordee.theme"); } catch { return null; } };
  const apply = () => { root.dataset.bsTheme = chosen() || (system.matches ? "dark" : "light"); };
  apply();
  root.classList.add("js");
  system.addEventListener("change", apply);
})();
