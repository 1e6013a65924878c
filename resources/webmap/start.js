"use strict";
/* Start: unpack, set the view, paint; buildings follow once the map can be used. */
FP.escape = function (text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
};

FP.start = async function (map) {
  const begun = performance.now();
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
  const optional = async (id) => (document.getElementById(id) ? FP.withBoxes(await FP.load(id)) : null);
  [FP.addresses, FP.streets, FP.trenches, FP.ducts] = await Promise.all([
    FP.load("fp-addresses"), optional("fp-streets"), optional("fp-trenches"), optional("fp-ducts"),
  ]);
  FP.buildIndex();
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
  const box = FP.data.bounds;
  map.fitBounds(L.latLngBounds(FP.toLatLng(box[0], box[1]), FP.toLatLng(box[2], box[3])), { animate: false, padding: [10, 10], maxZoom: 18 });
  FP.layer = new FP.CanvasLayer(FP.paintAll).addTo(map);
  map.on("click", FP.pick);
  document.body.dataset.ready = String(Math.round(performance.now() - begun));
  FP.buildings = await optional("fp-buildings");
  if (FP.buildings) FP.layer.soon();
  document.body.dataset.complete = "yes";
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
