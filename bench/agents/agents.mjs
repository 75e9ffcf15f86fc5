// The agents, in pinned versions, and how each does one task without a person. Pointing them at Sidecar is left to `sidecar setup`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const packages = {
  'claude-code': '@anthropic-ai/claude-code@2.1.332',
  'codex': '@openai/codex@0.171.0',
  'opencode': 'opencode-ai@1.18.33',
  'qwen-code': '@qwen-code/qwen-code@0.24.4',
  'pi': '@mariozechner/pi-coding-agent@0.73.1',
  'openclaw': 'openclaw@2026.9.6',
};

const task = 'Make result.txt with the lines one and two, read it back, then say that you are done.';

/** own: the API it uses; run: its command line; before: prepares what its home directory needs besides what setup writes; base: the agent
 * that it is a variant of, and after: what setup's files are changed to for that. */
export const agents = {
  'claude-code': { own: 'messages', bin: 'claude', run: () => ['-p', task, '--allowedTools', 'Bash'],
    environment: { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1' } },
  'codex': { own: 'responses', bin: 'codex', run: () => ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', task],
    before: home => {
      fs.mkdirSync(path.join(home, '.codex'), { recursive: true });
      fs.writeFileSync(path.join(home, '.codex', 'config.toml'), '# what it was told before Sidecar\napproval_policy = "never"\n');
    } },
  'opencode': { own: 'chat', bin: 'opencode', run: () => ['run', task],
    environment: { OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_LSP_DOWNLOAD: '1' } },
  'qwen-code': { own: 'chat', bin: 'qwen', run: () => ['--yolo', task] },
  'pi': { own: 'chat', bin: 'pi', run: () => ['-p', task], environment: { PI_OFFLINE: '1' } },
  'openclaw': { own: 'chat', bin: 'openclaw', run: () => ['agent', '--local', '--session-id', 'bench', '-m', task],
    before: (home, work) => {
      fs.mkdirSync(path.join(home, '.openclaw'), { recursive: true });
      fs.writeFileSync(path.join(home, '.openclaw', 'openclaw.json'),
        `{\n  // what it was told before Sidecar\n  agents: { defaults: { workspace: ${JSON.stringify(work)}, skipBootstrap: true } },\n  tools: { exec: { security: "full", ask: "off" } },\n}\n`);
    } },
};

// With a key that OpenClaw stores and could bench: setup's, in the provider's entry, makes no such profile.
agents['openclaw-profile'] = { ...agents.openclaw, base: 'openclaw', after: home => {
  const directory = path.join(home, '.openclaw/agents/main/agent');
  fs.mkdirSync(directory, { recursive: true });
  const file = path.join(home, '.openclaw/openclaw.json');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/\s*"?apiKey"?: "sidecar",/, ''));
  fs.writeFileSync(path.join(directory, 'auth-profiles.json'),
    JSON.stringify({ version: 1, profiles: { 'sidecar:default': { type: 'api_key', provider: 'sidecar', key: 'sidecar' } } }));
} };
// The same over Anthropic's dialect.
agents['openclaw-messages'] = { ...agents['openclaw-profile'], own: 'messages', after: home => {
  agents['openclaw-profile'].after(home);
  const file = path.join(home, '.openclaw/openclaw.json');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('openai-completions', 'anthropic-messages').replace(/(127\.0\.0\.1:\d+)\/v1/, '$1'));
} };

/** What OpenClaw's own state says about credentials it has benched: the rows of auth_profile_state, read by a Node that has SQLite. */
export function benched(home, node) {
  const file = path.join(home, '.openclaw/agents/main/agent/openclaw-agent.sqlite');
  if (!fs.existsSync(file)) return [];
  const script = "const { DatabaseSync } = require('node:sqlite');"
    + "console.log(JSON.stringify(new DatabaseSync(process.argv[1], { readOnly: true }).prepare('select * from auth_profile_state').all()))";
  const rows = JSON.parse(execFileSync(node, ['-e', script, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  return rows.map(row => JSON.stringify(row)).filter(row => /(cooldown|disabled)Until/i.test(row));
}
