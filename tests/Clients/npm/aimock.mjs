// An upstream that others wrote: prints its address, and answers until its standard input is closed.
import { LLMock } from '@copilotkit/aimock';

const mock = new LLMock({ port: 0, host: '127.0.0.1' });
mock.onMessage('tools', {
  toolCalls: [{ name: 'get_weather', arguments: '{"city":"Köln"}' }, { name: 'get_time', arguments: '{"city":"Bonn"}' }],
});
mock.onMessage('hi', { content: 'Hello from a mock that others wrote' });
await mock.start();
process.stdout.write(`${mock.url}\n`);
for await (const _ of process.stdin);
await mock.stop();
process.exit(0);
