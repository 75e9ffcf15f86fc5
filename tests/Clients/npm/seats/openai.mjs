import OpenAI, { toFile } from 'openai';
import { bytes, calls, city, digest, ended, image, pieces, report, weather, whole } from './saw.mjs';

// Retries as shipped: the library repeats what it may repeat, unless the answer says x-should-retry: false.
export function seat(base, api) {
  const client = new OpenAI({ baseURL: `${base}/v1`, apiKey: 'of-client' });
  return api === 'chat' ? chat(client) : responses(client);
}

function chat(client) {
  const say = (model, content = 'hi', more = {}) => ({ model, messages: [{ role: 'user', content }], ...more });
  const create = (...asked) => client.chat.completions.create(say(...asked));
  const tool = (name, parameters) => ({ type: 'function', function: { name, parameters } });
  const words = async (...asked) => {
    const { choices: [choice], usage } = await create(...asked);
    return whole(choice.message.content, usage.prompt_tokens, usage.completion_tokens, choice.finish_reason);
  };
  const streamed = async model => {
    let usage, stop;
    return await pieces(create(model, 'hi', { stream: true, stream_options: { include_usage: true } }), chunk => {
      usage = chunk.usage ?? usage;
      stop = chunk.choices[0]?.finish_reason ?? stop;
      return chunk.choices[0]?.delta.content;
    }, () => ended(usage?.prompt_tokens, usage?.completion_tokens, stop));
  };
  return {
    plain: model => words(model),
    streamed,
    silence: streamed,
    async tools(model) {
      const stream = client.chat.completions.stream(say(model, 'hi', { tools: [tool('get_weather', weather), tool('get_time', weather)] }));
      const { choices: [{ message }] } = await stream.finalChatCompletion();
      return calls(message.tool_calls.map(call => ({ name: call.function.name, input: call.function.arguments })));
    },
    async structured(model) {
      const answer = await client.chat.completions.parse(
        say(model, 'hi', { response_format: { type: 'json_schema', json_schema: { name: 'report', strict: true, schema: report } } }));
      return city(answer.choices[0].message.parsed ?? JSON.parse(answer.choices[0].message.content));
    },
    image: model => words(model, [{ type: 'text', text: 'what is it?' }, { type: 'image_url', image_url: { url: image } }]),
    async embeddings(model) {
      const { data, usage } = await client.embeddings.create({ model, input: ['one', 'two'] });
      return `${JSON.stringify(data.map(item => item.embedding))}, ${usage.prompt_tokens} tokens`;
    },
    async 'audio-up'(model) {
      return (await client.audio.transcriptions.create({ model, file: await toFile(bytes, 'speech.wav') })).text;
    },
    async 'audio-down'(model) {
      const answer = await client.audio.speech.create({ model, voice: 'alloy', input: 'hi' });
      return digest(Buffer.from(await answer.arrayBuffer()));
    },
    async abort(model) {
      const stream = await create(model, 'hi', { stream: true });
      return await pieces(stream, chunk => {
        if (chunk.choices[0].delta.content) stream.controller.abort();
        return chunk.choices[0].delta.content;
      });
    },
  };
}

function responses(client) {
  const create = (model, input = 'hi', more = {}) => client.responses.create({ model, input, ...more });
  const words = async (...asked) => {
    const answer = await create(...asked);
    return whole(answer.output_text, answer.usage.input_tokens, answer.usage.output_tokens, answer.status);
  };
  const streamed = async model => {
    let last;
    return await pieces(create(model, 'hi', { stream: true }), event => {
      last = event.response ?? last;
      return event.type === 'response.output_text.delta' ? event.delta : null;
    }, () => ended(last?.usage?.input_tokens, last?.usage?.output_tokens, last?.status));
  };
  const tool = name => ({ type: 'function', name, parameters: weather, strict: true });
  return {
    plain: model => words(model),
    streamed,
    silence: streamed,
    async tools(model) {
      const stream = client.responses.stream({ model, input: 'hi', tools: [tool('get_weather'), tool('get_time')] });
      const { output } = await stream.finalResponse();
      return calls(output.filter(item => item.type === 'function_call').map(item => ({ name: item.name, input: item.arguments })));
    },
    async structured(model) {
      const answer = await client.responses.parse({ model, input: 'hi', text: { format: { type: 'json_schema', name: 'report', strict: true, schema: report } } });
      return city(answer.output_parsed ?? JSON.parse(answer.output_text));
    },
    image: model => words(model, [{ role: 'user', content: [{ type: 'input_text', text: 'what is it?' }, { type: 'input_image', image_url: image, detail: 'auto' }] }]),
    async count(model) {
      return `${(await client.responses.inputTokens.count({ model, input: 'hi' })).input_tokens} tokens`;
    },
    async abort(model) {
      const stream = await create(model, 'hi', { stream: true });
      return await pieces(stream, event => {
        if (event.type !== 'response.output_text.delta') return null;
        stream.controller.abort();
        return event.delta;
      });
    },
  };
}
