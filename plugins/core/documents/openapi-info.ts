/** What the OpenAPI document says about the API as a whole. */
export const openApiInfo = {
  title: 'System Monitor API',
  summary:
    'One machine over HTTP: processor, memory, disk, GPUs of every vendor, network and running Ollama models.',
  description: [
    'One service that tells the truth about one machine.',
    '',
    '* **Unknown is `null`, never 0.** A value that could not be read is `null`, and a reason is given where one is known.',
    '* **Answers come from memory.** The machine is read in the background, once per interval for all clients; `sampled_at` in every body says when.',
    '* **One failing part fails alone.** Its own route answers 503 with the reason; `/stats` shows it as `null` and names it in `problems`.',
    '* **Units.** `*_gb` and `*_mb` are binary (2^30, 2^20 bytes), rounded to two decimals, each with an exact `*_bytes` twin. Percentages are 0–100, temperatures °C, power watts, clocks MHz, durations seconds, rates per second. Instants are RFC 3339 in UTC. What is measured carries its unit in `x-unit`, and the same value has the same digits wherever it stands.',
    '* **A key** opens every route that shows values: in the header `X-API-Key`, as a bearer token, or as the password of Basic. A service that listens on loopback alone may have none set, and then asks for none.',
    '* **Errors** are `application/problem+json` (RFC 9457) with a stable `code`. Beside what each operation lists, any request may get 404 (no such path), 405 (another method than GET or HEAD), 408 (too slow), 413, 414 or 431 (a body, a URL or headers that are too long) or 500 (a fault of the service; its log says more).',
  ].join('\n'),
  contact: { name: 'The makers of System Monitor API' },
  license: { name: 'MIT', identifier: 'MIT' },
};

/** The groups of the document, in the order in which they are shown. */
export const tags = [
  { name: 'Overview', description: 'Everything at once, and what there is.' },
  { name: 'Host', description: 'Processor, memory, disk, network and the system itself.' },
  { name: 'GPU', description: 'All graphics cards together, and each vendor by itself.' },
  { name: 'Ollama', description: 'The models Ollama has loaded.' },
  { name: 'Health', description: 'For supervisors and load balancers.' },
];
