// Papers of a registration: each file travels by itself, shows how far it is, and can be sent again when the line was cut.
// Without this script the page's one form sends what was chosen, and the server crops the middle of the photo.
const form = document.querySelector("form[data-papers]");
const kilobytes = (bytes) => bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
const CUT = "网络断了，没有传上去。连上网络后会自动再传，也可以点“重试”。";
const SIGNED_OUT = "登录已经过期，这个文件没有传上去。请重新登录后再选一次，之前传好的都在。";
const BUSY = "系统暂时繁忙，没有传上去。请稍后点“重试”。";
const waiting = [];
const cut = new Set();
let sending = false;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// One line under the paper for each file on its way.
function line(field, file) {
  const card = field.closest("[data-paper]");
  const word = element("span", {className: "hint"});
  const bar = element("progress", {max: 1, value: 0, ariaLabel: `正在上传 ${file.name}`});
  const again = element("button", {type: "button", className: "button quiet small", textContent: "重试", hidden: true});
  const drop = element("button", {type: "button", className: "link-button", textContent: "不传了", hidden: true});
  const row = element("li", {}, element("p", {className: "called", textContent: file.name}), word, bar, element("div", {className: "row"}, again, drop));
  card.querySelector(".sending").append(row);
  const job = {name: field.name, paper: card.dataset.paper, file, row, word, bar, again, drop};
  again.addEventListener("click", () => enqueue(job));
  drop.addEventListener("click", () => { cut.delete(job); row.remove(); });
  return job;
}

function enqueue(job) {
  cut.delete(job);
  job.row.classList.remove("failed");
  job.again.hidden = job.drop.hidden = true;
  job.bar.hidden = false;
  job.bar.value = 0;
  job.word.textContent = `${kilobytes(job.file.size)}，等待上传`;
  waiting.push(job);
  next();
}

function next() {
  if (sending || !waiting.length) return;
  sending = true;
  const job = waiting.shift();
  const line = new XMLHttpRequest();
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append(job.name, job.file, job.file.name);
  line.open("POST", form.action);
  line.setRequestHeader("HX-Request", "true");
  line.timeout = 120000;
  line.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    job.bar.value = event.loaded / event.total;
    job.word.textContent = event.loaded < event.total
      ? `${kilobytes(job.file.size)}，已传 ${Math.floor(100 * event.loaded / event.total)}%`
      : `${kilobytes(job.file.size)}，正在检查`;
  });
  const done = (then) => () => { then(); sending = false; next(); };
  line.addEventListener("load", done(() => answered(job, line)));
  line.addEventListener("error", done(() => failed(job, CUT, true)));
  line.addEventListener("timeout", done(() => failed(job, CUT, true)));
  line.send(body);
}

function answered(job, line) {
  if (new URL(line.responseURL).pathname !== new URL(form.action).pathname) return failed(job, SIGNED_OUT, false);
  if (line.status === 403) return failed(job, "报名已经提交或不能再改，这个文件没有接收。", false);
  if (line.status !== 200 && line.status !== 422) return failed(job, BUSY, true);
  const card = document.querySelector(`[data-paper="${job.paper}"]`);
  const others = [...card.querySelectorAll(".sending > li")].filter((row) => row !== job.row);
  const fresh = new DOMParser().parseFromString(line.responseText, "text/html").querySelector("[data-paper]");
  card.replaceWith(fresh);
  fresh.querySelector(".sending").append(...others);
  enhance(fresh);
  const saved = form.querySelector(".saved time");
  if (fresh.dataset.saved && saved) saved.textContent = fresh.dataset.saved;
  const tag = fresh.querySelector("[role=alert]") || fresh.querySelector("h2");
  tag.tabIndex = -1;
  if (!waiting.length) tag.focus({preventScroll: true});
}

function failed(job, sentence, mayRetry) {
  job.row.classList.add("failed");
  job.word.textContent = sentence;
  job.bar.hidden = true;
  job.drop.hidden = false;
  job.again.hidden = !mayRetry;
  if (mayRetry && sentence === CUT) cut.add(job);
}

window.addEventListener("online", () => [...cut].forEach(enqueue));

function send(field, file) {
  const job = line(field, file);
  if (file.size > Number(form.dataset.most)) return failed(job, `${form.dataset.tooLarge}这个文件有 ${kilobytes(file.size)}。`, false);
  enqueue(job);
}

function enhance(part) {
  for (const field of part.querySelectorAll("input[type=file]")) {
    field.addEventListener("change", () => {
      const files = [...field.files];
      if (field.matches("[data-photo]") && files.length) return window.choosePart(field, files[0], (file) => { field.value = ""; send(field, file); });
      field.value = "";
      files.forEach((file) => send(field, file));
    });
  }
}

form.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = true; });
enhance(form);
// A page is not left while a file is on its way.
window.addEventListener("beforeunload", (event) => { if (sending || cut.size) event.preventDefault(); });
