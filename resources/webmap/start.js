"use strict";
/* Start: set the view and paint the addresses; panel, lines and buildings follow. */
FP.escape = function (text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
};

FP.start = async function (map) {
  const begun = performance.now();
  const addresses = FP.inflate("fp-addresses");
  FP.data = JSON.parse(new TextDecoder().decode(await FP.inflate("fp-data")));
  const language = FP.data.language, whole = new Intl.NumberFormat(language);
  const tenth = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const euros = new Intl.NumberFormat(language, { style: "currency", currency: "EUR", maximumFractionDigits: 0 });
  FP.number = (value, digits) => (digits ? tenth : whole).format(value);
  FP.money = (value) => euros.format(value);
  FP.theme = 0;
  FP.hidden = new Set();
  FP.marked = null;
  FP.byYear = FP.data.years.length > 0;
  FP.hiddenYears = new Set();
  FP.shown = { addresses: true };
  for (const entry of FP.data.layers) FP.shown[entry.name] = entry.on;
  FP.addresses = FP.unpack(await addresses);
  map.invalidateSize({ animate: false });
  const box = FP.data.bounds;
  map.fitBounds(L.latLngBounds(FP.toLatLng(box[0], box[1]), FP.toLatLng(box[2], box[3])), { animate: false, padding: [10, 10], maxZoom: 18 });
  FP.layer = new FP.CanvasLayer(FP.paintAll).addTo(map);
  document.body.dataset.ready = String(Math.round(performance.now() - begun));
  await FP.shownOnScreen();
  FP.addControls(map);
  const layer = async (id) => (document.getElementById(id) ? FP.withBoxes(FP.unpack(await FP.inflate(id))) : null);
  [FP.streets, FP.trenches, FP.ducts] = await Promise.all(["fp-streets", "fp-trenches", "fp-ducts"].map(layer));
  FP.layer.soon();
  FP.buildings = await layer("fp-buildings");
  if (FP.buildings) FP.layer.soon();
  document.body.dataset.complete = String(Math.round(performance.now() - begun));
};

/* Waits for the picture to be on the screen; a page in a hidden tab draws none and goes on. */
FP.shownOnScreen = () => new Promise((go) => {
  requestAnimationFrame(() => setTimeout(go));
  setTimeout(go, 200);
});

FP.addControls = function (map) {
  map.attributionControl.setPrefix("Leaflet");
  for (const text of FP.data.attributions) map.attributionControl.addAttribution(FP.escape(text));
  L.control.zoom({ position: "topright", zoomInTitle: FP.data.texts.zoom_in, zoomOutTitle: FP.data.texts.zoom_out }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 160, position: innerWidth > 720 ? "bottomleft" : "topleft" }).addTo(map);
  FP.addPanel(map);
  const head = document.querySelector("#fp-panel header");
  const fit = () => document.documentElement.style.setProperty("--head", head.offsetHeight + "px");
  window.addEventListener("resize", fit);
  fit();
  map.invalidateSize({ animate: false });
  map.on("click", FP.pick);
};

FP.run = function (map) {
  const failed = (error) => {
    const note = document.getElementById("fp-trouble");
    note.hidden = false;
    note.appendChild(document.createElement("p")).textContent = String(error);
  };
  if (typeof DecompressionStream === "undefined") failed("DecompressionStream");
  else FP.start(map).catch(failed);
};
