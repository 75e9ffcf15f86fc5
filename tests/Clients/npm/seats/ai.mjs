import { embed, experimental_generateSpeech, experimental_transcribe, generateText, isStepCount, jsonSchema, Output, streamText, tool } from 'ai';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { bytes, calls, city, digest, ended, pieces, report, weather, whole } from './saw.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;

// Retries are off: the library ignores x-should-retry and would ask three times what Sidecar has already asked every backend.
const maxRetries = 0;

export function seat(base, api) {
  const baseURL = `${base}/v1`, apiKey = 'of-client';
  const openai = createOpenAI({ baseURL, apiKey });
  const compatible = createOpenAICompatible({ name: 'sidecar', baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true });
  const anthropic = createAnthropic({ baseURL, apiKey });
  const model = { responses: openai.responses, chat: openai.chat, compatible: compatible.chatModel, messages: anthropic }[api];
  const embedding = { chat: openai.embedding, compatible: compatible.embeddingModel }[api];

  const words = async (name, prompt = 'hi') => {
    const { text, usage, finishReason } = await generateText({ model: model(name), maxRetries, ...(Array.isArray(prompt) ? { messages: prompt } : { prompt }) });
    return whole(text, usage.inputTokens, usage.outputTokens, finishReason);
  };
  // A stream reports its errors as parts, which is how the library's manual reads them.
  const stream = (name, more = {}) => streamText({ model: model(name), prompt: 'hi', maxRetries, onError: () => {}, ...more });
  const streamed = async name => {
    const result = stream(name);
    let last;
    return await pieces(result.fullStream, part => {
      if (part.type === 'error') throw part.error;
      if (part.type === 'finish') last = part;
      return part.type === 'text-delta' ? part.text : null;
    }, () => ended(last?.totalUsage.inputTokens, last?.totalUsage.outputTokens, last?.finishReason));
  };
  return {
    plain: name => words(name),
    streamed,
    silence: streamed,
    async tools(name) {
      const schema = tool({ inputSchema: jsonSchema(weather) });
      const result = stream(name, { tools: { get_weather: schema, get_time: schema }, stopWhen: isStepCount(1) });
      return calls((await result.toolCalls).map(call => ({ name: call.toolName, input: call.input })));
    },
    async structured(name) {
      // With a model whose name it does not know, it would use a tool call instead.
      const providerOptions = { anthropic: { structuredOutputMode: 'outputFormat' } };
      const output = Output.object({ schema: jsonSchema(report) });
      return city((await generateText({ model: model(name), prompt: 'hi', maxRetries, output, providerOptions })).output);
    },
    image: name => words(name, [{ role: 'user', content: [{ type: 'text', text: 'what is it?' }, { type: 'file', data: bytes, mediaType: 'image/png' }] }]),
    async embeddings(name) {
      const { embedding: one, usage } = await embed({ model: embedding(name), value: 'one', maxRetries });
      return `${JSON.stringify(one)}, ${usage.tokens} tokens`;
    },
    'audio-up': async name => (await experimental_transcribe({ model: openai.transcription(name), audio: bytes, maxRetries })).text,
    async 'audio-down'(name) {
      const { audio } = await experimental_generateSpeech({ model: openai.speech(name), text: 'hi', voice: 'alloy', maxRetries });
      return digest(audio.uint8Array);
    },
    async abort(name) {
      const hangUp = new AbortController();
      const result = stream(name, { abortSignal: hangUp.signal });
      return await pieces(result.fullStream, part => {
        if (part.type === 'error') throw part.error;
        if (part.type !== 'text-delta') return null;
        hangUp.abort();
        return part.text;
      });
    },
  };
}
