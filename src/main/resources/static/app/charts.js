// Cost over time against the cap, latency, status. Only this page loads Chart.js; each chart has a table.
import {fill, h} from "./dom.js";
import {batchPath, get} from "./api.js";
import {STATUSES, count, dollars, statusWord} from "./format.js";
import {empty, errorLine, table} from "./parts.js";

const LIBRARY = "/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
const EVERY = 3000;
let library = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    document.head.append(
      h("script", {
        src: LIBRARY,
        onload: () => resolve(globalThis.Chart),
        onerror: () => reject(new Error("The chart library could not be loaded. Reload this page.")),
      }),
    );
  });
  return library;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export async function charts({id, signal}) {
  const node = h("div", {class: "charts"});
  const error = h("div", {});
  let Chart;
  const drawn = [];
  const parts = [cost(), latency(), statuses()];
  fill(
    node,
    error,
    parts.map((part) => part.node),
  );

  async function draw() {
    try {
      Chart ??= await load();
      const data = await get(`${batchPath(id)}/charts`, signal);
      for (const part of parts) {
        part.show(Chart, data, drawn);
      }
      fill(error);
    } catch (e) {
      if (e.name !== "AbortError") {
        fill(error, errorLine(e));
      }
    }
  }
  const recolour = () => {
    parts.forEach((part) => part.forget());
    draw();
  };
  addEventListener("theme", recolour);
  signal.addEventListener("abort", () => {
    removeEventListener("theme", recolour);
    parts.forEach((part) => part.forget());
  });
  let due = 0;
  return {
    node,
    ready: draw,
    batch() {
      if (due === 0) {
        due = setTimeout(() => {
          due = 0;
          if (!signal.aborted) {
            draw();
          }
        }, EVERY);
      }
    },
  };
}

/** A figure: the drawing, what it says in a sentence, and its numbers as a table. */
function figure(title, columns, build) {
  const canvas = h("canvas", {role: "img", "aria-label": title});
  const lead = h("p", {class: "muted small"});
  const rows = h("tbody", {});
  const box = h("div", {class: "canvas"}, canvas);
  const nothing = empty("No data yet", "The chart appears when the first task ends.");
  const asTable = h(
    "details",
    {},
    h("summary", {}, "As a table"),
    table(title + ", as a table", columns, rows, {css: null}),
  );
  const node = h(
    "figure",
    {class: "card"},
    h("figcaption", {}, h("h2", {}, title), lead),
    box,
    nothing,
    asTable,
  );
  let chart = null;
  return {
    node,
    show(Chart, data) {
      const {config, sentence, list} = build(data);
      const some = list.length > 0;
      box.hidden = asTable.hidden = !some;
      nothing.hidden = some;
      lead.textContent = some ? sentence : "";
      canvas.setAttribute("aria-label", `${title}. ${sentence}`);
      fill(
        rows,
        list.map((line) =>
          h(
            "tr",
            {},
            line.map((value) => h("td", {}, value)),
          ),
        ),
      );
      if (!some) {
        return;
      }
      if (chart) {
        chart.data = config.data;
        chart.update("none");
        return;
      }
      const text = colour("--pico-muted-color");
      const line = colour("--pico-muted-border-color");
      const axis = (extra) => ({
        ticks: {color: text, maxRotation: 0, autoSkipPadding: 16, ...extra?.ticks},
        grid: {color: line, display: extra?.grid ?? true},
        border: {color: line},
        beginAtZero: true,
        ...extra?.more,
      });
      chart = new Chart(canvas, {
        ...config,
        options: {
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          interaction: {mode: "index", intersect: false},
          plugins: {
            legend: {display: config.legend ?? false, labels: {color: text, boxWidth: 18, boxHeight: 2}},
            tooltip: {callbacks: config.tooltip ?? {}},
          },
          scales: {x: axis(config.x), y: axis(config.y)},
          indexAxis: config.indexAxis ?? "x",
        },
      });
    },
    forget() {
      chart?.destroy();
      chart = null;
    },
  };
}

function cost() {
  return figure("Cost over time and the cap", ["Time", "Spent"], ({cost: points, cap}) => {
    const begin = points.length > 0 ? new Date(points[0].t).getTime() : 0;
    const xy = points.map((point) => ({
      x: (new Date(point.t).getTime() - begin) / 1000,
      y: Number(point.settled),
    }));
    const end = xy.at(-1)?.x ?? 0;
    return {
      sentence: `${dollars(xy.at(-1)?.y ?? 0)} settled of ${dollars(cap)}.`,
      list: points.map((point) => [new Date(point.t).toLocaleTimeString(), dollars(point.settled)]),
      config: {
        type: "line",
        legend: true,
        x: {more: {type: "linear", beginAtZero: true}, ticks: {callback: (value) => `${value} s`}},
        y: {ticks: {callback: (value) => dollars(value)}},
        tooltip: {
          title: ([item]) => `${Math.round(item.parsed.x)} s`,
          label: (item) => `${item.dataset.label}: ${dollars(item.parsed.y)}`,
        },
        data: {
          datasets: [
            {
              label: "Settled",
              data: xy,
              stepped: true,
              borderColor: colour("--live"),
              backgroundColor: colour("--live-soft"),
              fill: true,
              pointRadius: xy.length > 40 ? 0 : 2,
              borderWidth: 2,
            },
            {
              label: "Cap",
              data: [
                {x: 0, y: Number(cap)},
                {x: Math.max(end, 1), y: Number(cap)},
              ],
              borderColor: colour("--bad"),
              borderDash: [6, 4],
              borderWidth: 2,
              pointRadius: 0,
            },
          ],
        },
      },
    };
  });
}

/** How long half of the calls took at most; the last bin has no upper end. */
function median(bins, half) {
  if (!half) {
    return "";
  }
  return half.upto_s
    ? `Half of the calls took ${half.upto_s} s or less.`
    : `Half of the calls took more than ${bins[bins.indexOf(half) - 1]?.upto_s ?? 0} s.`;
}

function latency() {
  return figure("How long calls take", ["Up to", "Calls"], ({latency: bins}) => {
    const used = bins.filter((bin) => bin.count > 0);
    const all = used.reduce((sum, bin) => sum + bin.count, 0);
    let seen = 0;
    const half = used.find((bin) => (seen += bin.count) >= all / 2);
    const upto = (bin) => (bin.upto_s === null || bin.upto_s === undefined ? "longer" : `${bin.upto_s} s`);
    const first = bins.indexOf(used[0]);
    const range = used.length > 0 ? bins.slice(Math.max(0, first), bins.indexOf(used.at(-1)) + 1) : [];
    return {
      sentence: median(bins, half),
      list: used.map((bin) => [upto(bin), count(bin.count)]),
      config: {
        type: "bar",
        x: {grid: false},
        y: {ticks: {precision: 0}},
        data: {
          labels: range.map(upto),
          datasets: [
            {
              label: "Calls",
              data: range.map((bin) => bin.count),
              backgroundColor: colour("--live"),
              borderRadius: 3,
              maxBarThickness: 48,
            },
          ],
        },
      },
    };
  });
}

function statuses() {
  const kinds = {good: "--good", note: "--live", warn: "--warn", bad: "--bad", idle: "--idle"};
  return figure("Tasks by status", ["Status", "Tasks"], ({status}) => {
    const list = Object.keys(STATUSES).filter((key) => status[key] > 0);
    const all = list.reduce((sum, key) => sum + status[key], 0);
    return {
      sentence:
        list.map((key) => `${count(status[key])} ${statusWord(key).toLowerCase()}`).join(", ") +
        ` of ${count(all)}.`,
      list: list.map((key) => [statusWord(key), count(status[key])]),
      config: {
        type: "bar",
        indexAxis: "y",
        x: {ticks: {precision: 0}},
        y: {grid: false},
        data: {
          labels: list.map(statusWord),
          datasets: [
            {
              label: "Tasks",
              data: list.map((key) => status[key]),
              backgroundColor: list.map((key) => colour(kinds[STATUSES[key][1]])),
              borderRadius: 3,
              maxBarThickness: 36,
            },
          ],
        },
      },
    };
  });
}
