"use strict";
/* Reading the data that is packed into this page: base64, zlib, columns of numbers. */
const FP = {};

FP.TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

FP.inflate = async function (id) {
  const text = atob(document.getElementById(id).textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
};

/* Layout: length of the head (4 bytes), head as JSON, then each column byte plane by byte plane. */
FP.unpack = function (buffer) {
  const headLength = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, headLength)));
  const table = { length: head.length, words: head.words };
  let at = 4 + headLength;
  for (const { name, type, count, delta } of head.columns) {
    const size = FP.TYPES[type].BYTES_PER_ELEMENT;
    const planes = new Uint8Array(buffer, at, size * count);
    const bytes = new Uint8Array(size * count);
    for (let p = 0; p < size; p++) {
      for (let i = 0, from = p * count; i < count; i++) bytes[i * size + p] = planes[from + i];
    }
    const column = new FP.TYPES[type](bytes.buffer);
    table[name] = delta ? FP.summed(column) : column;
    at += size * count;
  }
  return table;
};

/* Steps of either sign, stored as 0, 1, 2, 3 … for 0, -1, 1, -2 …, added up to coordinates. */
FP.summed = function (steps) {
  const sums = new Int32Array(steps.length);
  for (let i = 0, sum = 0; i < steps.length; i++) {
    sum += (steps[i] >>> 1) ^ -(steps[i] & 1);
    sums[i] = sum;
  }
  return sums;
};

FP.load = async function (id) {
  return FP.unpack(await FP.inflate(id));
};

/* Lines and polygons get the start of each part and its bounding box. */
FP.withBoxes = function (lines) {
  const count = lines.points.length;
  lines.start = new Uint32Array(count + 1);
  lines.box = new Int32Array(4 * count);
  for (let i = 0, at = 0; i < count; i++) {
    let left = Infinity, bottom = Infinity, right = -Infinity, top = -Infinity;
    for (let k = 0; k < lines.points[i]; k++, at++) {
      const x = lines.x[at], y = lines.y[at];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    lines.start[i + 1] = at;
    lines.box.set([left, bottom, right, top], 4 * i);
  }
  return lines;
};
