// Comfort for every page. Each page works without it: nothing here decides anything.
"use strict";

// The first thing to read after a refused form is what has to be mended.
function focusSummary() {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
}

// A group of radio buttons has no id a link could focus: go to its first control.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  if (!link) return;
  const target = document.getElementById(link.hash.slice(1)) || document.getElementById(`${link.hash.slice(1)}_field`);
  const control = target && (target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea"));
  if (!control) return;
  event.preventDefault();
  control.focus();
  control.closest(".field")?.scrollIntoView({block: "center"});
});

// A second click within a few seconds sends nothing; after that a retry is always possible (the server knows a repeated act).
const PAUSE = 4000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]")) return;
  const button = event.submitter;
  if (form.dataset.sent && performance.now() - Number(form.dataset.sent) < PAUSE) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = String(performance.now());
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), PAUSE);
});
function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}
// Back in the browser brings the page as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// ---- a file that takes its time: the page says so until it is there. Without script the same link simply brings it ----
const UNNOTICED = 400;
async function bring(address, asked) {
  if (asked.dataset.coming) return;
  asked.dataset.coming = "yes";
  const told = Object.assign(document.createElement("span"), {className: "hint", role: "status"});
  asked.after(told);
  const telling = setTimeout(() => told.append("正在生成文件，请稍候……"), UNNOTICED);
  try {
    const answer = await fetch(address);
    const name = nameOf(answer.headers.get("Content-Disposition") || "");
    if (!answer.ok || !name) throw new Error("no file");
    const file = URL.createObjectURL(await answer.blob());
    Object.assign(document.createElement("a"), {href: file, download: name}).click();
    setTimeout(() => URL.revokeObjectURL(file), PAUSE);
  } catch {
    location.assign(address); // a page to read, a sentence, or the browser's own word for a dead line
  } finally {
    clearTimeout(telling);
    told.remove();
    delete asked.dataset.coming;
  }
}
const DOWNLOADS = "use[href$='#download']";
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !link.querySelector(DOWNLOADS) || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  bring(link.href, link);
});
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || event.target.method !== "get" || !button?.querySelector(DOWNLOADS)) return;
  event.preventDefault();
  const address = new URL(event.target.action);
  address.search = new URLSearchParams(new FormData(event.target, button));
  bring(address.href, button);
});
function nameOf(disposition) {
  const found = disposition.match(/^attachment;.*filename(?:\*=utf-8''([^;]+)|="([^"]+)")/i);
  return found ? decodeURIComponent(found[1] || found[2]) : "";
}

// One box ticks all boxes of a name. Without script it does not show.
for (const all of document.querySelectorAll("[data-ticks]")) {
  const boxes = [...all.form.querySelectorAll(`input[name=${all.dataset.ticks}]`)];
  const told = () => { all.checked = boxes.every((box) => box.checked); };
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", told));
  all.closest("label").hidden = false;
  told();
}

// ---- time left: the server's clock, carried on by the monotonic one; this computer's own clock is never asked ----
const SPOKEN = [60, 30, 10, 5, 1];
async function countDown(box) {
  const until = Date.parse(box.dataset.countdown);
  let now = Date.parse(box.dataset.now || "");
  let read = performance.now();
  const ask = async () => {
    if (!box.dataset.clock) return;
    const sent = performance.now();
    try {
      const answer = await fetch(box.dataset.clock, {cache: "no-store"});
      const told = answer.ok ? Date.parse((await answer.text()).trim()) : NaN;
      if (Number.isNaN(told)) return;
      read = (sent + performance.now()) / 2;
      now = told;
    } catch {
      // no answer: the last reading goes on
    }
  };
  if (Number.isNaN(now)) await ask();
  if (Number.isNaN(now)) return;

  const left = box.querySelector("[data-left]");
  const spoken = box.querySelector("[data-spoken]");
  let said = null;
  const show = () => {
    const seconds = Math.floor((until - now - (performance.now() - read)) / 1000);
    if (seconds < 0) return close();
    const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
    const parts = days ? [[days, "天"], [hours, "小时"], [minutes, "分"]] : hours ? [[hours, "小时"], [minutes, "分"]] : [[minutes, "分"], [seconds % 60, "秒"]];
    left.replaceChildren("还剩 ", ...parts.flatMap(([number, word]) => {
      const strong = document.createElement("b");
      strong.textContent = String(number);
      return [strong, ` ${word} `];
    }));
    box.classList.toggle("near", seconds < 3600);
    const minute = Math.ceil(seconds / 60);
    if (spoken && minute !== said && SPOKEN.includes(minute)) {
      said = minute;
      spoken.textContent = `还剩 ${minute} 分钟`;
    }
    setTimeout(show, 1000 - ((performance.now() - read) % 1000) + 10);
  };
  const close = () => {
    left.textContent = "已截止";
    if (spoken) spoken.textContent = "已截止，您填写的内容仍在本页。";
    document.querySelectorAll("[data-closes]").forEach((button) => { button.disabled = true; });
    document.querySelectorAll("[data-shown-when-closed]").forEach((part) => { part.hidden = false; });
  };
  // A page that slept may have stood still: ask again when it is looked at.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  show();
}

// Cards on phones are still a table: display:block would take the roles away.
function keepTableRoles() {
  for (const table of document.querySelectorAll("table.cards")) {
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody, tfoot").forEach((part) => part.setAttribute("role", "rowgroup"));
    table.querySelectorAll("tr").forEach((row) => row.setAttribute("role", "row"));
    table.querySelectorAll("td").forEach((cell) => cell.setAttribute("role", "cell"));
    table.querySelectorAll("thead th").forEach((cell) => cell.setAttribute("role", "columnheader"));
    table.querySelectorAll("tbody th, tfoot th").forEach((cell) => cell.setAttribute("role", "rowheader"));
  }
}

// What says that everything is saved stops saying so once something is typed. A chosen file goes up by itself.
function forgetSaved() {
  for (const saved of document.querySelectorAll("form .saved")) {
    saved.closest("form").addEventListener("input", (event) => { if (event.target.matches("[type=file], [type=range]")) return; saved.textContent = "有修改还没有保存"; saved.classList.add("unsaved"); });
  }
}

focusSummary();
keepTableRoles();
forgetSaved();
document.querySelectorAll("[data-countdown]").forEach(countDown);
