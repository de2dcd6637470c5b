// Keys of the review desk: J K X Enter in the list, letters on a candidate's page, ? for help. Everything works without them.
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

  // How many rows are ticked, and all of the page at once.
  const boxes = rows.map((row) => row.querySelector("input[name=chosen]")).filter(Boolean);
  const counted = document.querySelector("[data-counted]");
  const all = document.querySelector("[data-all]");
  function count() {
    const ticked = boxes.filter((box) => box.checked).length;
    if (counted) counted.textContent = ticked ? `已勾选 ${ticked} 份，先看清单再确认` : "先看清单再确认，不会直接办理";
    if (all) all.checked = ticked > 0 && ticked === boxes.length;
  }
  boxes.forEach((box) => box.addEventListener("change", count));
  if (all) {
    all.closest("label").hidden = false;
    all.addEventListener("change", () => {
      boxes.forEach((box) => { box.checked = all.checked; });
      count();
    });
  }

  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const key = event.key.toLowerCase();
    const help = document.querySelector("details[data-keys]");
    if (key === "?" && help) {
      event.preventDefault();
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
      return;
    }
    if (key === "x" && rows[at]) {
      event.preventDefault();
      const box = rows[at].querySelector("input[name=chosen]");
      box.checked = !box.checked;
      count();
      return;
    }
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

  // The letter's clause goes by the reason: each is there, the one of the chosen reason is shown.
  const reason = document.getElementById("id_reason");
  reason?.addEventListener("change", () => {
    for (const letter of document.querySelectorAll("[data-letter]")) letter.hidden = !letter.dataset.letter.split(" ").includes(reason.value);
  });

  for (const figure of document.querySelectorAll(".papers figure")) {
    const sheets = [...figure.querySelectorAll(".sheet")];
    const zoom = figure.querySelector("[data-zoom]");
    const turn = figure.querySelector("[data-turn]");
    if (!zoom) continue;
    let quarter = 0;
    zoom.hidden = turn.hidden = false;
    zoom.addEventListener("click", () => {
      const large = zoom.getAttribute("aria-pressed") !== "true";
      zoom.setAttribute("aria-pressed", String(large));
      sheets.forEach((sheet) => sheet.classList.toggle("large", large));
    });
    turn.addEventListener("click", () => {
      const before = quarter;
      quarter = (quarter + 1) % 4;
      sheets.forEach((sheet) => sheet.classList.replace(`turn-${before}`, `turn-${quarter}`) || sheet.classList.add(`turn-${quarter}`));
    });
  }
  // Two papers beside each other: the second one chosen leaves only the two in view, until one is let go.
  const beside = [];
  const besides = document.querySelector("[data-besides]");
  const choosing = [...document.querySelectorAll(".papers [data-beside]")];
  function show() {
    for (const button of choosing) {
      button.setAttribute("aria-pressed", String(beside.includes(button)));
      button.closest("figure").hidden = beside.length === 2 && !beside.includes(button);
    }
    document.querySelector(".papers .sheets").classList.toggle("pair", beside.length === 2);
    besides.hidden = !beside.length;
    besides.textContent = beside.length === 2 ? "正在并排看两份；再按一次“并排”，恢复全部材料。" : "再选一份材料的“并排”，就能对照着看。";
  }
  for (const button of choosing) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const at = beside.indexOf(button);
      if (at >= 0) beside.splice(at, 1);
      else beside.push(button);
      show();
    });
  }
  document.getElementById("refusal")?.querySelector("select, textarea")?.focus();
})();
