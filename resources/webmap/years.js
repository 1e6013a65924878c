"use strict";
/* Years of building: trenches coloured by year, the year written beside them, rows in the legend. */
FP.YEAR_APART_PX = 170;

FP.paintYears = function (view, context, scale) {
  const trenches = FP.trenches, levels = FP.data.levels, years = FP.data.years;
  for (let code = levels.length - 1; code >= 0; code--) {
    const name = levels[code].code;
    if (!FP.shown["level_" + name] || (name === "lead_in" && view.zoom < 15)) continue;
    for (let year = years.length - 1; year >= 0; year--) {
      if (FP.hiddenYears.has(year)) continue;
      const style = { ...years[year], width_px: FP.data.colours.level[name].width_px };
      FP.setStroke(context, style, scale);
      context.lineCap = style.dash_px.length ? "butt" : "round";
      FP.trace(view, context, trenches, (i) => trenches.level[i] === code && trenches.year[i] === year, false);
    }
  }
  context.setLineDash([]);
};

/* Each year is written on its longest trenches, so far apart that the map stays readable. */
FP.yearLabels = function (view, context, free, write) {
  const trenches = FP.trenches, levels = FP.data.levels, years = FP.data.years, places = [];
  for (let i = 0; i < trenches.points.length; i++) {
    const name = levels[trenches.level[i]].code, b = 4 * i, box = trenches.box;
    if (name === "lead_in" || !FP.shown["level_" + name] || FP.hiddenYears.has(trenches.year[i])) continue;
    if (box[b] > view.right || box[b + 2] < view.left || box[b + 1] > view.top || box[b + 3] < view.bottom) continue;
    const middle = (trenches.start[i] + trenches.start[i + 1] - 1) >> 1, next = middle + 1;
    const x = view.x((trenches.x[middle] + trenches.x[next]) / 2), y = view.y((trenches.y[middle] + trenches.y[next]) / 2);
    if (x < 20 || y < 10 || x > view.width - 20 || y > view.height - 10) continue;
    places.push({ year: trenches.year[i], x, y, length: box[b + 2] - box[b] + box[b + 3] - box[b + 1] });
  }
  places.sort((a, b) => b.length - a.length || a.year - b.year);
  const written = [];
  context.font = "700 12px system-ui, 'Segoe UI', sans-serif";
  for (const place of places.slice(0, 3000)) {
    if (written.some((w) => w.year === place.year && Math.hypot(w.x - place.x, w.y - place.y) < FP.YEAR_APART_PX)) continue;
    const text = years[place.year].label;
    if (!free(place.x, place.y, context.measureText(text).width + 6, 15)) continue;
    context.fillStyle = years[place.year].dash_px.length ? "#4a4a4a" : FP.darker(years[place.year].colour);
    write(text, place.x, place.y, 0);
    written.push(place);
  }
};

/* The light colours of late years would not be readable as letters. */
FP.darker = function (colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const light = 0.3 * parts[0] + 0.6 * parts[1] + 0.1 * parts[2];
  const factor = light > 110 ? 110 / light : 1;
  return `rgb(${parts.map((part) => Math.round(part * factor)).join()})`;
};

FP.addYears = function (parent, changed) {
  const t = FP.data.texts, years = FP.data.years;
  if (!years.length) return;
  const row = FP.make(parent, "label", "fp-theme", t.trenches_by), choice = FP.make(row, "select");
  FP.make(choice, "option", "", t.year_of_building).value = "year";
  FP.make(choice, "option", "", t.level).value = "level";
  const rows = FP.make(parent, "div");
  years.forEach((year, code) => {
    const style = { ...year, width_px: 4 };
    FP.legendRow(rows, year.label, "", (context) => {
      FP.setStroke(context, style, 1);
      context.beginPath();
      context.moveTo(1, 9);
      context.lineTo(21, 9);
      context.stroke();
    }, true, (on) => { if (on) FP.hiddenYears.delete(code); else FP.hiddenYears.add(code); });
  });
  choice.addEventListener("change", () => {
    FP.byYear = choice.value === "year";
    rows.hidden = !FP.byYear;
    changed();
    FP.layer.soon();
  });
};
