/**
 * What Swagger UI's page lacks: it does not say that it fits a phone, which would then show it as wide as a desktop; it
 * keeps a key for good, for all tabs and whoever sits there next, where this page keeps it for its tab, as the dashboard
 * does; and it waits for the end of an answer before it shows any of it, so that an endless one (server-sent events, JSON
 * lines) has to end for it: after three frames, or five seconds.
 */
export const swaggerUiScript = `
const viewport = document.createElement('meta');
viewport.name = 'viewport';
viewport.content = 'width=device-width, initial-scale=1';
document.head.append(viewport);

localStorage.removeItem('authorized');
Object.defineProperty(window, 'localStorage', { get: () => sessionStorage });

const longest = 5_000;
const frames = 3;
const endless = /event-stream|ndjson|jsonl/;

async function firstFrames(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  setTimeout(() => reader.cancel(), longest);
  for (;;) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    if (done) return text;
    const end = text.startsWith('{') ? '\\n' : '\\n\\n';
    if (text.split(end).length > frames) break;
  }
  await reader.cancel();
  return text;
}

const ask = window.fetch;
window.fetch = async (...request) => {
  const answer = await ask(...request);
  const { body, headers, ok, status } = answer;
  if (!ok || body === null || !endless.test(headers.get('content-type'))) return answer;
  return new Response(await firstFrames(body), { status, headers });
};
`;
