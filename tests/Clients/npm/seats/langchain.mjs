import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { calls, city, ended, image, pieces, report, weather, whole } from './saw.mjs';

// Retries are off: the library ignores x-should-retry and would ask seven times in a minute what Sidecar has already asked every backend.
const maxRetries = 0;

export function seat(base, api) {
  const configuration = { baseURL: `${base}/v1` }, apiKey = 'of-client';
  const chat = (model, more = {}) => new ChatOpenAI({ model, apiKey, configuration, maxRetries, useResponsesApi: api === 'responses', ...more });
  const tools = ['get_weather', 'get_time'].map(name => ({ type: 'function', function: { name, description: name, parameters: weather } }));
  const stop = message => message?.response_metadata?.finish_reason ?? message?.response_metadata?.status;
  const words = async (model, content = 'hi') => {
    const message = await chat(model).invoke([new HumanMessage({ content })]);
    return whole(message.text, message.usage_metadata.input_tokens, message.usage_metadata.output_tokens, stop(message));
  };
  const streamed = async model => {
    let all;
    return await pieces(chat(model).stream('hi'), chunk => {
      all = all?.concat(chunk) ?? chunk;
      return chunk.text;
    }, () => ended(all?.usage_metadata?.input_tokens, all?.usage_metadata?.output_tokens, stop(all)));
  };
  return {
    plain: model => words(model),
    streamed,
    silence: streamed,
    async tools(model) {
      let all;
      for await (const chunk of await chat(model).bindTools(tools).stream('hi')) all = all?.concat(chunk) ?? chunk;
      return calls(all.tool_calls.map(call => ({ name: call.name, input: call.args })));
    },
    structured: async model => city(await chat(model).withStructuredOutput(report, { name: 'report', method: 'jsonSchema', strict: true }).invoke('hi')),
    image: model => words(model, [{ type: 'text', text: 'what is it?' }, { type: 'image_url', image_url: { url: image } }]),
    async embeddings(model) {
      return JSON.stringify(await new OpenAIEmbeddings({ model, apiKey, configuration, maxRetries }).embedDocuments(['one', 'two']));
    },
    async abort(model) {
      const hangUp = new AbortController();
      return await pieces(chat(model).stream('hi', { signal: hangUp.signal }), chunk => {
        if (!chunk.text) return null;
        hangUp.abort();
        return chunk.text;
      });
    },
  };
}
