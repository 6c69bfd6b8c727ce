// SPDX-License-Identifier: MIT
// Draws a series: its readings, the windows with the lowest usage in each, the fitted growth
// between the slowest and the fastest window, and the smallest detectable growth.

const drawn = [];  // visible graphs

function forgetCurves() {
  while (drawn.length) drawn.pop().destroy();
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function line(canvas, graph, from, slope, until, style, dash) {
  canvas.beginPath();
  canvas.setLineDash(dash);
  canvas.lineWidth = 2;
  canvas.strokeStyle = style;
  canvas.moveTo(graph.toDomXCoord(from[0]), graph.toDomYCoord(from[1]));
  canvas.lineTo(graph.toDomXCoord(until), graph.toDomYCoord(from[1] + slope * (until - from[0])));
  canvas.stroke();
  canvas.setLineDash([]);
}

function drawJudgement(canvas, area, graph, finding, windows) {
  if (windows.length === 0) return;
  const end = Math.max(finding.fetches, windows[windows.length - 1][0]);
  canvas.save();
  canvas.beginPath();
  canvas.rect(area.x, area.y, area.w, area.h);
  canvas.clip();
  windows.forEach(([start], i) => {
    if (i % 2 === 1) return;
    const left = graph.toDomXCoord(start);
    const right = graph.toDomXCoord(i + 1 < windows.length ? windows[i + 1][0] : end);
    canvas.fillStyle = colour('--band');
    canvas.fillRect(left, area.y, right - left, area.h);
  });
  const from = windows[0];
  if (finding.ruling === 'leaks' || finding.low > 0) {
    canvas.fillStyle = colour('--fan');
    canvas.beginPath();
    canvas.moveTo(graph.toDomXCoord(from[0]), graph.toDomYCoord(from[1]));
    for (const slope of [finding.low, finding.high]) {
      canvas.lineTo(graph.toDomXCoord(end), graph.toDomYCoord(from[1] + slope * (end - from[0])));
    }
    canvas.fill();
  }
  canvas.restore();
}

// Draws on top of the curve.
function drawFits(canvas, graph, finding, windows) {
  if (windows.length === 0) return;
  const end = Math.max(finding.fetches, windows[windows.length - 1][0]);
  canvas.fillStyle = colour('--window');
  windows.forEach(([start, lowest], i) => {
    const left = graph.toDomXCoord(start);
    const right = graph.toDomXCoord(i + 1 < windows.length ? windows[i + 1][0] : end);
    canvas.fillRect(left, graph.toDomYCoord(lowest) - 1.5, Math.max(3, right - left - 1), 3);
  });
  line(canvas, graph, windows[0], finding.per_fetch, end, colour('--fit'), [7, 5]);
  if (finding.floor !== null) {
    line(canvas, graph, windows[0], finding.floor, end, colour('--floor'), [2, 4]);
  }
}

// The y range of the curve and the smallest detectable growth.
function rangeOf(points, finding, windows) {
  const values = points.map((point) => point[1]);
  if (windows.length && finding.floor !== null) {
    values.push(windows[0][1] + finding.floor * (finding.fetches - windows[0][0]));
  }
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = Math.max((high - low) * 0.08, high === low ? Math.max(1, high * 0.01) : 0);
  return [low - room, high + room];
}

function drawCurve(chart, finding, announce) {
  const points = undo(finding.curve);
  if (points.length === 0) return;
  const windows = pairs(finding.windows);
  const range = rangeOf(points, finding, windows);
  const spread = range[1] - range[0];
  const [unit, letter] = finding.unit !== 'bytes' || spread < 8192 ? [1, ''] :
    spread < 8 << 20 ? [1024, 'K'] : [1 << 20, 'M'];  // so that no two axis labels are equal
  const mark = (value) => figure(value / unit) + letter;
  drawn.push(new Dygraph(chart, points, {
    labels: ['fetches', finding.metric],
    colors: [colour('--curve')],
    valueRange: range,
    strokeWidth: 1.6,
    drawPoints: points.length < 40,
    pointSize: 2,
    legend: 'never',
    gridLineColor: colour('--line'),
    axisLineColor: colour('--line'),
    axes: {
      x: {drawGrid: false, axisLabelFormatter: (x) => grouped(Math.round(x)), pixelsPerLabel: 70},
      y: {labelsKMG2: finding.unit === 'bytes', axisLabelFormatter: mark, axisLabelWidth: 62, pixelsPerLabel: 36},
    },
    highlightCallback: (_, x, hovered) => {
      announce(`${grouped(x)} fetches: ${amount(hovered[0].yval, finding.unit)}`);
    },
    unhighlightCallback: () => announce(''),
    underlayCallback: (canvas, area, graph) => drawJudgement(canvas, area, graph, finding, windows),
    plotter: [Dygraph.Plotters.linePlotter,
      ({drawingContext, dygraph}) => drawFits(drawingContext, dygraph, finding, windows)],
  }));
}

// Why a series does not affect the ruling.
const roleOf = ({decides, role, role_reason: reason}) => (decides ? '' :
  role === 'informational' ? `Informational: ${reason}. ` : 'Does not decide here. ');

// An informational series is not accused.
const verdictOf = ({decides, ruling}) => (decides || ruling !== 'leaks' ? badge(ruling) :
  element('span.badge.ruling-inconclusive', {}, 'rises'));

const measured = ({fetches, windows}) => fetches > 0 && windows.length > 0;

function curve(finding) {
  const grows = measured(finding) ? growthOf(finding) : 'growth not measured';
  const chart = element('div.chart', {
    role: 'img',
    'aria-label': `${finding.metric} over ${grouped(finding.fetches)} fetches: ${finding.ruling}, ${grows}`,
  });
  const output = element('output', {'aria-live': 'off'});
  const floor = finding.floor === null ? '' :
    ` Would have caught ${rate(finding.floor, symbol(finding))}.`;
  const made = element('figure', {},
    element('figcaption', {},
      element('strong', {}, finding.metric), verdictOf(finding),
      element('span.growth', {}, grows), output),
    chart,
    element('p.note', {},
      `${roleOf(finding)}${plural(finding.readings, 'reading')}, judged at ` +
      `${grouped(finding.fetches)} fetches: ${finding.reason}.${floor}`));
  if (finding.curve.length === 0) chart.remove();
  made.draw = () => { if (finding.curve.length) drawCurve(chart, finding, (text) => { output.textContent = text; }); };
  return made;
}
