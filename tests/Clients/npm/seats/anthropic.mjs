import Anthropic from '@anthropic-ai/sdk';
import { bytes, calls, city, ended, pieces, report, weather, whole } from './saw.mjs';

// Retries as shipped: the library repeats what it may repeat, unless the answer says x-should-retry: false.
export function seat(base) {
  const client = new Anthropic({ baseURL: base, apiKey: 'of-client' });
  const say = (model, content = 'hi', more = {}) => ({ model, max_tokens: 100, messages: [{ role: 'user', content }], ...more });
  const words = async (...asked) => {
    const { content, usage, stop_reason } = await client.messages.create(say(...asked));
    return whole(content[0].text, usage.input_tokens, usage.output_tokens, stop_reason);
  };
  const streamed = async model => {
    let usage = {}, stop;
    return await pieces(client.messages.create(say(model, 'hi', { stream: true })), event => {
      usage = { ...usage, ...event.message?.usage, ...event.usage };
      stop = event.delta?.stop_reason ?? stop;
      return event.delta?.text;
    }, () => ended(usage.input_tokens, usage.output_tokens, stop));
  };
  return {
    plain: model => words(model),
    streamed,
    silence: streamed,
    async tools(model) {
      const tools = ['get_weather', 'get_time'].map(name => ({ name, input_schema: weather }));
      const { content } = await client.messages.stream(say(model, 'hi', { tools })).finalMessage();
      return calls(content.filter(block => block.type === 'tool_use'));
    },
    async structured(model) {
      const { content } = await client.messages.create(say(model, 'hi', { output_config: { format: { type: 'json_schema', schema: report } } }));
      return city(JSON.parse(content[0].text));
    },
    image: model => words(model, [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: bytes.toString('base64') } }, { type: 'text', text: 'what is it?' },
    ]),
    async count(model) {
      return `${(await client.messages.countTokens({ model, messages: [{ role: 'user', content: 'hi' }] })).input_tokens} tokens`;
    },
    async abort(model) {
      const stream = await client.messages.create(say(model, 'hi', { stream: true }));
      return await pieces(stream, event => {
        if (event.delta?.text === undefined) return null;
        stream.controller.abort();
        return event.delta.text;
      });
    },
  };
}
