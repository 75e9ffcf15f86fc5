// Runs the cases of one seat (a client library and the API it speaks) against a Sidecar, all at once; prints a line of JSON for each.
// Usage: node run.mjs SEAT, with {"base": "http://…", "cases": ["plain", …]} on standard input.
import { error } from './seats/saw.mjs';

const [library, api] = process.argv[2].split('/');
let input = '';
for await (const piece of process.stdin) input += piece;
const { base, cases } = JSON.parse(input);
const { seat } = await import(`./seats/${library}.mjs`);
const todo = seat(base, api);
await Promise.all(cases.map(async name => {
  const saw = await run(name).catch(fault => error(fault));
  process.stdout.write(JSON.stringify({ case: name, saw }) + '\n');
}));
process.exit(0);

// All six endings of a stream use the client in the same way: the plain way to read a stream.
async function run(name) {
  if (name === 'end-body') return await todo.plain(name);
  return await (name.startsWith('end-') ? todo.streamed : todo[name] ?? todo.plain)(name);
}
