// What a client's code sees, in a few words that are the same every time.
import { createHash } from 'node:crypto';

export const weather = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
export const report = {
  type: 'object', properties: { city: { type: 'string' }, degrees: { type: 'integer' } }, required: ['city', 'degrees'], additionalProperties: false,
};

// 2 MiB that no compression makes smaller and that no text encoding preserves.
export const bytes = (() => {
  const made = Buffer.alloc(2 * 1024 * 1024);
  for (let i = 0, x = 1; i < made.length; i++) made[i] = (x = (x * 75 + 74) % 65537) & 255;
  return made;
})();
export const image = `data:image/png;base64,${bytes.toString('base64')}`;

export const digest = data => `${data.length} bytes, sha ${createHash('sha256').update(data).digest('hex').slice(0, 8)}`;

export const ended = (input, output, stop) => `${input === undefined ? 'no usage' : `${input}+${output} tokens`}, ${stop ?? 'no end'}`;

export const whole = (text, ...end) => `${text}, ${ended(...end)}`;

export const calls = list => list.map(call => `${call.name}(${JSON.stringify(typeof call.input === 'string' ? JSON.parse(call.input) : call.input)})`).join(' ');

export const city = value => `city ${value.city}, degrees ${value.degrees}`;

// Reads a stream to its end: returns the text of its pieces, or the text up to the error and then the error.
export async function pieces(stream, text, end) {
  const seen = [];
  try {
    for await (const piece of await stream) {
      const words = text(piece);
      if (words) seen.push(words);
    }
    return `${seen.join('')} in ${seen.length} ${seen.length === 1 ? 'piece' : 'pieces'}${end ? `, ${await end()}` : ''}`;
  } catch (fault) {
    return seen.length ? `${seen.join('')}, then ${error(fault)}` : error(fault);
  }
}

export function error(fault) {
  const status = fault.status ?? fault.statusCode;
  const body = fault.error ?? fault.data ?? {};
  const inner = body.error ?? body;
  const code = inner.code ?? fault.code;
  const about = [status, code ?? inner.type].filter(part => part !== undefined && part !== null);
  if (fault.name === 'AbortError') return 'error AbortError';
  const cause = about.length ? '' : `: ${fault.message}`;
  return `error ${fault.constructor.name}${about.map(part => ` ${part}`).join('')}${cause}`;
}
