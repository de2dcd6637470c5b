// Keys of the review desk: J K Enter in the list, letters on a candidate's page. Everything works without them.
"use strict";

(() => {
  const typing = (target) => target.matches("textarea, select, input:not([type=radio], [type=checkbox])") || target.isContentEditable;
  const rows = [...document.querySelectorAll("[data-queue] tbody tr")];
  let at = -1;

  function go(step) {
    if (!rows.length) return;
    rows[at]?.classList.remove("at", "chosen");
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows[at].classList.add("at", "chosen");
    rows[at].querySelector("a").focus();
  }

  // Single letters can be switched off (WCAG 2.1.4); the choice stays on this device.
  let on = localStorage.getItem("portal-keys") !== "off";
  document.querySelectorAll("[data-keys] button").forEach((button) => {
    const say = () => { button.hidden = false; button.textContent = on ? "关闭单键操作" : "打开单键操作"; };
    button.addEventListener("click", () => {
      on = !on;
      localStorage.setItem("portal-keys", on ? "on" : "off");
      say();
    });
    say();
  });

  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (rows.length && (key === "j" || key === "k")) {
      event.preventDefault();
      go(key === "j" ? 1 : -1);
      return;
    }
    const target = key === "a" ? document.querySelector("[data-fill]") : document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  });

  // 待核项都符合 without a round trip: the reviewer sees each answer filled in and may change any.
  document.querySelector("[data-fill]")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelectorAll(".verdict input[value=yes]").forEach((input) => { input.checked = true; });
  });

  for (const echo of document.querySelectorAll("[data-echo]")) {
    const source = document.getElementById(echo.dataset.echo);
    const empty = echo.textContent;
    source?.addEventListener("input", () => { echo.textContent = source.value || empty; });
  }

  for (const figure of document.querySelectorAll(".papers figure")) {
    const sheet = figure.querySelector(".sheet");
    const zoom = figure.querySelector("[data-zoom]");
    const turn = figure.querySelector("[data-turn]");
    if (!zoom) continue;
    let quarter = 0;
    zoom.hidden = turn.hidden = false;
    zoom.addEventListener("click", () => zoom.setAttribute("aria-pressed", String(sheet.classList.toggle("large"))));
    turn.addEventListener("click", () => {
      sheet.classList.remove(`turn-${quarter}`);
      quarter = (quarter + 1) % 4;
      sheet.classList.add(`turn-${quarter}`);
    });
  }
  document.getElementById("refusal")?.querySelector("select, textarea")?.focus();
})();
