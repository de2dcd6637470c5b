// A grid of numbers that behaves like a spreadsheet. The sums are integers and only advice: the server adds them again.
//
// <table data-grid>          arrows, Enter and Shift+Enter move; a block copied from Excel is pasted from the cell in focus on;
//                            one that begins with names of offices goes to their rows. [data-paste-note] says what became of it
//   <tr data-row>            one office
//     <input data-col="established" data-counts>   or <td data-col="serving" data-counts data-value="2">2</td>
//     <td data-row-total>    sum of the row's [data-counts]
//     <td data-row-advice="少于 4 人" data-row-nobody="没有人">   shows while the row's sum is under data-per-office of the check bar, and
//                            the second words where it is nought; not while nothing is typed
// [data-total="established"] anywhere on the page: sum of a column; "all" = sum of [data-counts]; "average" = two places, cut off;
//                            several columns joined by "+" are added
// [data-check]               data-offices data-per-office data-pass data-short ("还差 {n} 人…"), with a [data-sentence] inside
"use strict";

(() => {
  const table = document.querySelector("[data-grid]");
  if (!table) return;
  const bar = document.querySelector("[data-check]");

  // Full-width digits and spaces come with text from WPS and Excel; what is no whole number counts as 0 and is marked.
  const digits = (text) => text.normalize("NFKC").replace(/[\s,]/g, "");
  const whole = (cell) => {
    const text = digits(cell.matches("input") ? cell.value : cell.dataset.value || "");
    const ok = text === "" || /^\d{1,4}$/.test(text);
    if (cell.matches("input")) {
      if (ok) cell.removeAttribute("aria-invalid");
      else cell.setAttribute("aria-invalid", "true");
    }
    return ok && text !== "" ? Number.parseInt(text, 10) : 0;
  };
  const sum = (cells) => [...cells].reduce((total, cell) => total + whole(cell), 0);

  function recount() {
    const all = sum(table.querySelectorAll("[data-counts]"));
    const perOffice = bar ? Number.parseInt(bar.dataset.perOffice, 10) : 0;
    const offices = bar ? Number.parseInt(bar.dataset.offices, 10) : 0;
    for (const row of table.querySelectorAll("[data-row]")) {
      const people = sum(row.querySelectorAll("[data-counts]"));
      const total = row.querySelector("[data-row-total]");
      if (total) total.textContent = String(people);
      const advice = row.querySelector("[data-row-advice]");
      if (advice) {
        const blank = [...row.querySelectorAll("input[data-counts]")].every((cell) => digits(cell.value) === "");
        advice.hidden = blank || people >= perOffice;
        if (advice.dataset.rowNobody) advice.textContent = people ? advice.dataset.rowAdvice : advice.dataset.rowNobody;
      }
    }
    for (const place of document.querySelectorAll("[data-total]")) {
      const name = place.dataset.total;
      if (name === "all") place.textContent = String(all);
      else if (name === "average") {
        const hundredths = offices ? Math.floor((all * 100) / offices) : 0;
        place.textContent = offices ? `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}` : "—";
      } else place.textContent = String(name.split("+").reduce((total, column) => total + sum(table.querySelectorAll(`[data-col="${column}"]`)), 0));
    }
    if (!bar) return;
    const missing = Math.max(0, perOffice * offices - all);
    bar.classList.toggle("good", missing === 0);
    bar.classList.toggle("bad", missing > 0);
    const words = missing ? bar.dataset.short.replace("{n}", String(missing)) : bar.dataset.pass;
    const sentence = bar.querySelector("[data-sentence]");
    if (sentence.textContent !== words) sentence.textContent = words; // a live region speaks only what changed
  }

  const rows = () => [...table.querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);
  const at = (input) => {
    const cells = rows();
    const row = cells.findIndex((inputs) => inputs.includes(input));
    return {cells, row, column: row < 0 ? -1 : cells[row].indexOf(input)};
  };
  const tell = (sentence) => { const note = document.querySelector("[data-paste-note]"); if (note) note.textContent = sentence; };
  const go = (input) => { if (input) { input.focus(); input.select(); } };

  table.addEventListener("keydown", (event) => {
    if (!event.target.matches("input") || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const {cells, row, column} = at(event.target);
    if (row < 0) return;
    const {selectionStart: start, selectionEnd: end, value} = event.target;
    const atStart = start === null || end === 0 || (start === 0 && end === value.length);
    const atEnd = start === null || start === value.length || (start === 0 && end === value.length);
    const step = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey) ? [1, 0]
      : event.key === "ArrowUp" || event.key === "Enter" ? [-1, 0]
      : event.key === "ArrowLeft" && atStart ? [0, -1]
      : event.key === "ArrowRight" && atEnd ? [0, 1] : null;
    if (!step) return;
    event.preventDefault(); // Enter would send the form in the middle of the work
    go(cells[row + step[0]]?.[column + step[1]]);
  });

  table.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") || "";
    const block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    if (block.length === 1 && block[0].length === 1) return;
    const {cells, row, column} = at(event.target);
    if (row < 0) return;
    event.preventDefault();
    const names = [...table.querySelectorAll("[data-row] th")].map((cell) => cell.textContent.trim());
    const named = block.some((line) => names.includes(line[0].trim()));
    const words = block.some((line) => !/^\d*$/.test(digits(line[0])));
    if (words && !named) { tell("粘贴的内容第一列不是数字，也不是本表的司法所，没有填入。请只复制数字，或连同司法所名称一起复制。"); return; }
    const found = named ? block.filter((line) => names.includes(line[0].trim())) : block;
    if (named) tell(`已按司法所名称填入 ${found.length} 行${found.length < block.length ? `，另有 ${block.length - found.length} 行不是本表的司法所，没有填入` : ""}。请核对后保存。`);
    else tell("");
    let last = event.target;
    found.forEach((line, down) => (named ? line.slice(1) : line).forEach((entry, right) => {
      const input = cells[named ? names.indexOf(line[0].trim()) : row + down]?.[column + right];
      if (!input || input.readOnly || input.disabled) return;
      input.value = digits(entry);
      last = input;
    }));
    recount();
    last.dispatchEvent(new Event("input", {bubbles: true}));
    go(last);
  });

  table.addEventListener("input", recount);
  recount();
})();
