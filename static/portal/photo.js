// The portrait, cropped on the phone before it is sent. Without this script the server crops the middle.
"use strict";

const WIDTH = 295, HEIGHT = 413, QUALITY = 0.9;

function slider(form, text, range) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), {type: "range", ...range});
  label.append(text, input);
  form.querySelector(".field").append(label);
  return input;
}

function cropper(form) {
  const field = form.querySelector("input[type=file]");
  const canvas = Object.assign(document.createElement("canvas"), {width: WIDTH, height: HEIGHT, className: "photo", hidden: true, role: "img", ariaLabel: "照片预览"});
  const hint = Object.assign(document.createElement("p"), {className: "hint", role: "status"});
  let picture = null, controls = null;

  function draw() {
    const zoom = Number(controls.zoom.value);
    const fit = Math.max(WIDTH / picture.width, HEIGHT / picture.height) * zoom;
    const [wide, high] = [picture.width * fit, picture.height * fit];
    const context = canvas.getContext("2d", {willReadFrequently: true});
    context.fillStyle = "#fff";
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.drawImage(picture, (WIDTH - wide) * controls.across.value, (HEIGHT - high) * controls.down.value, wide, high);
    hint.textContent = light(context);
  }

  field.addEventListener("change", async () => {
    picture = null;
    canvas.hidden = true;
    hint.textContent = "";
    if (!field.files[0]) return;
    try {
      picture = await createImageBitmap(field.files[0], {imageOrientation: "from-image"});
    } catch {
      return; // unreadable here: the server says why
    }
    if (!controls) {
      field.after(canvas, hint);
      controls = {
        zoom: slider(form, "放大", {min: 1, max: 3, step: 0.05, value: 1}),
        across: slider(form, "左右移动", {min: 0, max: 1, step: 0.02, value: 0.5}),
        down: slider(form, "上下移动", {min: 0, max: 1, step: 0.02, value: 0.5}),
      };
      Object.values(controls).forEach((input) => input.addEventListener("input", draw));
    }
    canvas.hidden = false;
    draw();
  });

  form.addEventListener("submit", (event) => {
    if (!picture || form.dataset.cropped) return;
    event.preventDefault();
    canvas.toBlob((blob) => {
      const held = new DataTransfer();
      held.items.add(new File([blob], "photo.jpg", {type: "image/jpeg"}));
      field.files = held.files;
      form.dataset.cropped = "yes";
      form.requestSubmit();
    }, "image/jpeg", QUALITY);
  }, {capture: true});
}

function light(context) {
  const {data} = context.getImageData(0, 0, WIDTH, HEIGHT);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += data[at] * 0.3 + data[at + 1] * 0.59 + data[at + 2] * 0.11;
  const mean = sum / (data.length / 4);
  if (mean < 70) return "照片偏暗，建议重拍。";
  return mean > 245 ? "照片过亮，建议重拍。" : "照片会这样上传。";
}

document.querySelectorAll("form[data-photo]").forEach(cropper);
