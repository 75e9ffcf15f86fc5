// A scripted model behind two keys, in three dialects: it answers by calling whatever shell tool it is offered, and then with a final text.
// The scenario decides what goes wrong, and when.
import http from 'node:http';

const steps = ["printf 'one\\n' > result.txt", "printf 'two\\n' >> result.txt", 'cat result.txt'];
export const lastWord = 'TASK-DONE';

const shellNames = /^(bash|exec|exec_command|shell|shell_command|run_shell_command|local_shell)$/i;

// The same view of a request in any dialect: the tools as [{name, schema}], and the number of tool results since the user's last message.
function read(dialect, body) {
  const tools = (body.tools ?? []).flatMap(t => t.type === 'namespace' ? t.tools ?? [] : [t]).map(t => ({
    name: t.name ?? t.function?.name ?? '',
    schema: t.input_schema ?? t.function?.parameters ?? t.parameters ?? {},
  }));
  let results = 0;
  for (const item of (dialect === 'responses' ? body.input : body.messages) ?? []) {
    const content = Array.isArray(item.content) ? item.content : [];
    results += item.role === 'tool' || item.type === 'function_call_output' ? 1 : content.filter(part => part.type === 'tool_result').length;
  }
  return { shell: tools.find(tool => shellNames.test(tool.name)), results };
}

function argumentsFor(schema, command) {
  const properties = schema.properties ?? {};
  const given = {};
  const name = ['command', 'cmd', 'input'].find(each => properties[each]) ?? 'command';
  given[name] = properties[name]?.type === 'array' ? ['bash', '-lc', command] : command;
  for (const each of schema.required ?? [])
    given[each] ??= { boolean: false, number: 10, integer: 10, array: [], object: {} }[properties[each]?.type] ?? 'a step of the task';
  return JSON.stringify(given);
}

const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

// The events of a streamed answer, as [name, data]; the answer is a tool call or a text, in pieces.
function* events(dialect, model, id, call, text) {
  const halves = whole => [whole.slice(0, whole.length >> 1), whole.slice(whole.length >> 1)];
  if (dialect === 'chat') {
    const chunk = (delta, finish = null) => [null, { id, object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta, finish_reason: finish }] }];
    yield chunk({ role: 'assistant', content: '' });
    if (call) {
      yield chunk({ tool_calls: [{ index: 0, id: `call_${id}`, type: 'function', function: { name: call.name, arguments: '' } }] });
      for (const piece of halves(call.arguments)) yield chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
    } else for (const piece of halves(text)) yield chunk({ content: piece });
    yield chunk({}, call ? 'tool_calls' : 'stop');
    yield [null, { id, object: 'chat.completion.chunk', created: 1, model, choices: [], usage }];
    yield [null, '[DONE]'];
  } else if (dialect === 'messages') {
    const named = (type, rest) => [type, { type, ...rest }];
    yield named('message_start', { message: { id, type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage: { input_tokens: 100, output_tokens: 1 } } });
    yield named('content_block_start', { index: 0, content_block: call ? { type: 'tool_use', id: `toolu_${id}`, name: call.name, input: {} } : { type: 'text', text: '' } });
    for (const piece of halves(call?.arguments ?? text))
      yield named('content_block_delta', { index: 0, delta: call ? { type: 'input_json_delta', partial_json: piece } : { type: 'text_delta', text: piece } });
    yield named('content_block_stop', { index: 0 });
    yield named('message_delta', { delta: { stop_reason: call ? 'tool_use' : 'end_turn', stop_sequence: null }, usage: { output_tokens: 20 } });
    yield named('message_stop', {});
  } else {
    let n = 0;
    const named = (type, rest) => [type, { type, sequence_number: n++, ...rest }];
    const response = (status, output) => ({ id: `resp_${id}`, object: 'response', created_at: 1, status, model, output, usage: status === 'completed' ? { input_tokens: 100, output_tokens: 20, total_tokens: 120, input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } } : null });
    const item = done => call
      ? { id: `fc_${id}`, type: 'function_call', status: done ? 'completed' : 'in_progress', call_id: `call_${id}`, name: call.name, arguments: done ? call.arguments : '' }
      : { id: `msg_${id}`, type: 'message', role: 'assistant', status: done ? 'completed' : 'in_progress', content: done ? [{ type: 'output_text', text, annotations: [] }] : [] };
    const at = { item_id: item(false).id, output_index: 0, ...(call ? {} : { content_index: 0 }) };
    yield named('response.created', { response: response('in_progress', []) });
    yield named('response.output_item.added', { output_index: 0, item: item(false) });
    if (!call) yield named('response.content_part.added', { ...at, part: { type: 'output_text', text: '', annotations: [] } });
    for (const piece of halves(call?.arguments ?? text)) yield named(call ? 'response.function_call_arguments.delta' : 'response.output_text.delta', { ...at, delta: piece });
    yield call ? named('response.function_call_arguments.done', { ...at, arguments: call.arguments }) : named('response.output_text.done', { ...at, text });
    if (!call) yield named('response.content_part.done', { ...at, part: item(true).content[0] });
    yield named('response.output_item.done', { output_index: 0, item: item(true) });
    yield named('response.completed', { response: response('completed', [item(true)]) });
  }
}

function whole(dialect, model, id, call, text) {
  const all = [...events(dialect, model, id, call, text)];
  if (dialect === 'responses') return all.at(-1)[1].response;
  if (dialect === 'messages')
    return { ...all[0][1].message, stop_reason: call ? 'tool_use' : 'end_turn', usage: { input_tokens: 100, output_tokens: 20 },
      content: [call ? { type: 'tool_use', id: `toolu_${id}`, name: call.name, input: JSON.parse(call.arguments) } : { type: 'text', text }] };
  return { id, object: 'chat.completion', created: 1, model, usage, choices: [{ index: 0, finish_reason: call ? 'tool_calls' : 'stop', message: {
    role: 'assistant', content: call ? null : text,
    ...(call ? { tool_calls: [{ id: `call_${id}`, type: 'function', function: { name: call.name, arguments: call.arguments } }] } : {}) } }] };
}

/** scenario(request) → undefined (answer well), { status, headers, body } or { cut: number of events }. */
export function start(scenario) {
  const seen = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', part => parts.push(part)).on('end', () => {
      const path = new URL(request.url, 'http://x').pathname;
      const dialect = path.endsWith('/chat/completions') ? 'chat' : path.endsWith('/messages') ? 'messages' : path.endsWith('/responses') ? 'responses' : null;
      if (!dialect) {
        const isList = path.endsWith('/models');
        response.writeHead(isList ? 200 : 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify(isList ? { object: 'list', data: [{ id: 'scripted', object: 'model', created: 1, owned_by: 'x' }] } : { error: { message: 'no such path', type: 'invalid_request_error' } }));
        return;
      }
      const body = JSON.parse(Buffer.concat(parts).toString());
      const { shell, results } = read(dialect, body);
      const key = (request.headers.authorization ?? request.headers['x-api-key'] ?? '').replace('Bearer ', '');
      const entry = { at: Date.now(), key, dialect, isTask: !!shell, step: results, status: 200 };
      seen.push(entry);
      const trouble = scenario(entry, seen);
      if (trouble?.status) {
        entry.status = trouble.status;
        const error = { message: trouble.message ?? 'no', type: 'x', ...(trouble.code ? { code: trouble.code } : {}) };
        response.writeHead(trouble.status, { 'content-type': 'application/json', ...trouble.headers });
        response.end(JSON.stringify(dialect === 'messages' ? { type: 'error', error } : { error }));
        return;
      }
      const id = `${Date.now()}${seen.length}`;
      const call = shell && results < steps.length ? { name: shell.name, arguments: argumentsFor(shell.schema, steps[results]) } : null;
      if (!body.stream) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(whole(dialect, body.model, id, call, shell ? lastWord : 'A title')));
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let sent = 0;
      for (const [name, data] of events(dialect, body.model, id, call, shell ? lastWord : 'A title')) {
        if (trouble?.cut === sent++) {
          entry.status = 'cut';
          setTimeout(() => request.socket.destroy(), 50);
          return;
        }
        response.write(`${name ? `event: ${name}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
      }
      response.end();
    });
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({ port: server.address().port, seen, stop: () => { server.closeAllConnections(); server.close(); } })));
}
