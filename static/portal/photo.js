// The portrait: the part to keep is framed on the phone, drawn at 295 × 413 and sent small.
const WIDTH = 295, HEIGHT = 413, MOST = 200 * 1024, SHOWN = 320;
const RATIO = WIDTH / HEIGHT;
const WORDS = {up: "上移", down: "下移", left: "左移", right: "右移", larger: "框大一点", smaller: "框小一点"};

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// Show the cropper under the field; `use` gets the finished picture, or the file itself where this browser cannot read it.
window.choosePart = async function choosePart(field, file, use) {
  document.querySelector(".cropper")?.remove();
  let picture;
  try {
    picture = await createImageBitmap(file, {imageOrientation: "from-image"});
  } catch {
    return use(file); // the server says what is wrong with it
  }
  if (picture.width < WIDTH || picture.height < HEIGHT) return use(file);

  const scale = Math.min(SHOWN / picture.width, SHOWN / picture.height, 1);
  const [wide, high] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const before = element("canvas", {width: wide, height: high, role: "img", ariaLabel: "原来的照片"});
  before.getContext("2d").drawImage(picture, 0, 0, wide, high);
  const after = element("canvas", {width: WIDTH, height: HEIGHT, className: "photo", role: "img", ariaLabel: "裁好的照片"});
  const hint = element("p", {className: "hint", role: "status"});

  // The frame, in pixels of the picture shown. It never asks for fewer pixels than the photo has.
  const least = WIDTH * scale;
  const most = Math.min(wide, high * RATIO);
  const frame = {width: most, x: (wide - most) / 2, y: (high - most / RATIO) / 2};
  const box = element("div", {className: "crop-frame", tabIndex: 0, role: "group", ariaLabel: "裁剪框：方向键移动，加号放大，减号缩小"});
  const stage = element("div", {className: "crop-stage"}, before, box);
  stage.style.width = `${wide}px`;
  stage.style.height = `${high}px`;
  for (const corner of ["nw", "ne", "sw", "se"]) box.append(element("span", {className: `crop-handle ${corner}`, ariaHidden: "true"}));

  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  function place(x, y, width = frame.width) {
    frame.width = clamp(width, Math.min(least, most), most);
    frame.x = clamp(x, 0, wide - frame.width);
    frame.y = clamp(y, 0, high - frame.width / RATIO);
    Object.assign(box.style, {left: `${frame.x}px`, top: `${frame.y}px`, width: `${frame.width}px`, height: `${frame.width / RATIO}px`});
    const context = after.getContext("2d", {willReadFrequently: true});
    context.fillStyle = "#fff";
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, frame.x / scale, frame.y / scale, frame.width / scale, frame.width / RATIO / scale, 0, 0, WIDTH, HEIGHT);
  }
  const grow = (by) => place(frame.x - by / 2, frame.y - by / RATIO / 2, frame.width + by);
  const step = Math.max(4, Math.round(wide / 40));
  const moves = {
    up: () => place(frame.x, frame.y - step), down: () => place(frame.x, frame.y + step),
    left: () => place(frame.x - step, frame.y), right: () => place(frame.x + step, frame.y),
    larger: () => grow(step * 2), smaller: () => grow(-step * 2),
  };
  const settle = () => { hint.textContent = light(after); };

  box.addEventListener("keydown", (event) => {
    const move = {ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", "+": "larger", "=": "larger", "-": "smaller"}[event.key];
    if (!move) return;
    event.preventDefault();
    moves[move]();
    settle();
  });
  // One finger: on a corner it sizes from the corner across, elsewhere it moves the frame.
  box.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    box.focus({preventScroll: true});
    box.setPointerCapture(event.pointerId);
    const corner = event.target.closest(".crop-handle")?.classList[1] || "";
    const start = {...frame, pointerX: event.clientX, pointerY: event.clientY};
    const drag = (moved) => {
      const [x, y] = [moved.clientX - start.pointerX, moved.clientY - start.pointerY];
      if (!corner) return place(start.x + x, start.y + y);
      const grown = Math.max((corner.includes("e") ? x : -x), (corner.includes("s") ? y : -y) * RATIO);
      const width = clamp(start.width + grown, Math.min(least, most), most);
      place(corner.includes("w") ? start.x + start.width - width : start.x, corner.includes("n") ? start.y + (start.width - width) / RATIO : start.y, width);
    };
    const end = () => { box.removeEventListener("pointermove", drag); settle(); };
    box.addEventListener("pointermove", drag);
    box.addEventListener("pointerup", end, {once: true});
    box.addEventListener("pointercancel", end, {once: true});
  });

  const buttons = Object.entries(moves).map(([name, move]) => {
    const button = element("button", {type: "button", className: "button quiet small", textContent: WORDS[name]});
    button.addEventListener("click", () => { move(); settle(); });
    return button;
  });
  const accept = element("button", {type: "button", className: "button", textContent: "用这张照片"});
  const cancel = element("button", {type: "button", className: "link-button", textContent: "重新选"});
  const cropper = element("div", {className: "cropper"},
    element("div", {className: "crop-pair"},
      element("figure", {}, element("figcaption", {textContent: "原照片：拖动框，露出头和肩"}), stage),
      element("figure", {}, element("figcaption", {textContent: "裁好后（真实大小）"}), after)),
    element("div", {className: "row"}, ...buttons), hint,
    element("div", {className: "actions"}, accept, cancel));
  field.after(cropper);
  place(frame.x, frame.y);
  settle();
  box.focus({preventScroll: true});
  cropper.scrollIntoView({block: "nearest"});

  cancel.addEventListener("click", () => { cropper.remove(); field.value = ""; field.focus(); });
  accept.addEventListener("click", () => {
    const small = smallest(after);
    cropper.remove();
    use(new File([small], "photo.jpg", {type: "image/jpeg"}));
  });
};

// Drawn up at once: `toBlob` waits for the browser to be idle, and a busy phone may let it wait for seconds.
function smallest(canvas) {
  let bytes;
  for (const quality of [0.92, 0.85, 0.75, 0.6]) {
    bytes = Uint8Array.from(atob(canvas.toDataURL("image/jpeg", quality).split(",")[1]), (letter) => letter.charCodeAt(0));
    if (bytes.length <= MOST) break;
  }
  return bytes;
}

function light(canvas) {
  const {data} = canvas.getContext("2d").getImageData(0, 0, WIDTH, HEIGHT);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += data[at] * 0.3 + data[at + 1] * 0.59 + data[at + 2] * 0.11;
  const mean = sum / (data.length / 4);
  if (mean < 70) return "照片偏暗，建议到亮处重拍。";
  return mean > 245 ? "照片过亮，建议重拍。" : "亮度合适。";
}
