import t from 'tap';
import { formatFor } from '../../../../plugins/views/metrics/format.js';

const prometheus2 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,' +
  'text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const prometheus3 =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,' +
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;q=0.3,*/*;q=0.2';

void t.test('who says that he prefers OpenMetrics gets it', async (t) => {
  const all = [
    prometheus2,
    prometheus3,
    'application/openmetrics-text',
    'Application/OpenMetrics-Text; Version="1.0.0"; charset=utf-8',
    'application/openmetrics-text;version=0.0.1',
    'text/plain;q=0.9, application/openmetrics-text',
    'application/openmetrics-text, text/plain',
    'application/openmetrics-text, text/plain;version=0.0.4',
    '*/*, application/openmetrics-text',
  ];
  for (const accept of all) t.equal(formatFor(accept), 'openmetrics', accept);
});

void t.test('everybody else gets the text of Prometheus', async (t) => {
  const all = [
    undefined,
    '',
    '*/*',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'text/plain',
    'text/plain;version=0.0.4',
    'application/json',
    'application/*',
    'application/openmetrics-text;q=0.4, text/plain;q=0.5',
    // Java's generated client lists them as the document does.
    'text/plain,application/openmetrics-text',
    'text/plain, application/openmetrics-text;version=1.0.0',
    'application/openmetrics-text;q=0',
    'application/openmetrics-text;q=0, */*',
    'application/openmetrics-text;version=2.0.0',
    'application/openmetrics-text;q=nonsense',
    ',;,=',
  ];
  for (const accept of all) t.equal(formatFor(accept), 'prometheus', String(accept));
});
