"use strict";
/* Reading the data that is packed into this page: base64, zlib, columns of numbers. */
const FP = {};

FP.SIZES = { u1: 1, u2: 2, u4: 4 };

FP.bytesOf = function (text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
};

FP.inflate = async function (id) {
  const stream = new DecompressionStream("deflate"), writer = stream.writable.getWriter();
  const content = new Response(stream.readable).arrayBuffer();
  // Trouble with the content comes out at the reading end, where it is told.
  writer.write(FP.bytesOf(document.getElementById(id).textContent)).catch(() => null);
  writer.close().catch(() => null);
  return content;
};

/* Layout: length of the head (4 bytes), head as JSON, then each column byte plane by byte plane.
   A column is put together when it is first asked for: painting needs few of them. */
FP.unpack = function (buffer) {
  const headLength = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, headLength)));
  const table = { length: head.length, words: head.words };
  let at = 4 + headLength;
  for (const column of head.columns) {
    const from = at;
    Object.defineProperty(table, column.name, {
      configurable: true,
      get() {
        const value = FP.column(buffer, from, column);
        Object.defineProperty(table, column.name, { value });
        return value;
      },
    });
    at += FP.SIZES[column.type] * column.count;
  }
  return table;
};

FP.column = function (buffer, at, { type, count, delta }) {
  const size = FP.SIZES[type], plane = (p) => new Uint8Array(buffer, at + p * count, count);
  let values = plane(0);
  if (size === 2) {
    const low = values, high = plane(1);
    values = new Uint16Array(count);
    for (let i = 0; i < count; i++) values[i] = low[i] | (high[i] << 8);
  } else if (size === 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map(plane);
    values = new Uint32Array(count);
    for (let i = 0; i < count; i++) values[i] = a[i] | (b[i] << 8) | (c[i] << 16) | (d[i] << 24);
  }
  return delta ? FP.summed(values) : values;
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

/* Lines and polygons get the start of each part and its bounding box. */
FP.withBoxes = function (lines) {
  const { points, x, y } = lines, count = points.length;
  const start = (lines.start = new Uint32Array(count + 1)), box = (lines.box = new Int32Array(4 * count));
  for (let i = 0, at = 0; i < count; i++) {
    let left = x[at], bottom = y[at], right = left, top = bottom;
    for (const end = at + points[i]; at < end; at++) {
      if (x[at] < left) left = x[at];
      if (x[at] > right) right = x[at];
      if (y[at] < bottom) bottom = y[at];
      if (y[at] > top) top = y[at];
    }
    start[i + 1] = at;
    box[4 * i] = left;
    box[4 * i + 1] = bottom;
    box[4 * i + 2] = right;
    box[4 * i + 3] = top;
  }
  return lines;
};
