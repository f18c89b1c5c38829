/** The expressions of a Grafana dashboard, with the panel that each stands in. */
export function expressionsOf({ panels }) {
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ panel: title, expression: expr })),
  );
}

/** What Grafana would stumble over in a dashboard, or a person; that it fits Grafana's types is checked elsewhere. */
export function dashboardFaults(dashboard) {
  const { panels, templating } = dashboard;
  const variables = new Set(templating.list.map(({ name }) => name));
  const known = (name) => variables.has(name) || name.startsWith('__');
  const faults = [];
  const complain = (panel, what) => faults.push(`${panel.title ?? panel.id}: ${what}`);
  for (const name of ['uid', 'title', 'schemaVersion', 'time', 'templating', 'annotations']) {
    if (dashboard[name] === undefined) faults.push(`there is no ${name}`);
  }
  if (dashboard.id !== undefined && dashboard.id !== null) faults.push('its id is that of one database');
  if (new Set(panels.map(({ id }) => id)).size !== panels.length) faults.push('two panels have the same id');
  for (const panel of panels) {
    const { gridPos, type, datasource, targets = [], title, description, fieldConfig } = panel;
    const { x, y, w, h } = gridPos;
    if ([x, y, w, h].some((one) => !Number.isInteger(one)) || x + w > 24)
      complain(panel, 'lies outside the grid');
    if (panels.some((other) => other !== panel && overlap(gridPos, other.gridPos)))
      complain(panel, 'lies on another');
    if (!panelTypes.has(type)) complain(panel, `${type} is no panel that comes with Grafana`);
    if (type === 'row') continue;
    if (!title || !description?.endsWith('.')) complain(panel, 'has no title or no description');
    if (datasource?.type !== 'prometheus' || datasource.uid !== '${datasource}')
      complain(panel, 'has a fixed source');
    if (targets.length === 0) complain(panel, 'asks nothing');
    if (new Set(targets.map(({ refId }) => refId)).size !== targets.length)
      complain(panel, 'has a refId twice');
    if (!['table', 'state-timeline'].includes(type) && !fieldConfig.defaults.unit)
      complain(panel, 'has no unit');
    for (const { expr } of targets) {
      const used = [...expr.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name);
      for (const name of used.filter((one) => !known(one))) complain(panel, `$${name} is not a variable`);
      if (!expr.includes('$instance')) complain(panel, `does not ask the chosen machines: ${expr}`);
    }
  }
  return faults;
}

const panelTypes = new Set([
  'row',
  'stat',
  'timeseries',
  'bargauge',
  'state-timeline',
  'table',
  'gauge',
  'text',
]);

function overlap(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
