// What goes wrong upstream. Each function is called with every request and says how to answer it; undefined means normally.
const limited = seconds => ({ status: 429, headers: { 'retry-after': String(seconds) }, message: 'Rate limit reached' });

export const scenarios = {
  calm: { title: 'no trouble', make: () => () => undefined },
  throttled: {
    title: 'one of two keys throttles', make: () => request => request.key === 'key-a' ? limited(60) : undefined,
  },
  throttledInTurn: {
    title: 'each key one request in any 3 s', make: () => {
      const last = {};
      return request => {
        if (request.at - (last[request.key] ?? 0) < 3000) return limited(Math.ceil((3000 - request.at + last[request.key]) / 1000));
        last[request.key] = request.at;
      };
    },
  },
  translated: {
    title: 'keys that speak only chat, one of them throttles', chatOnly: true, make: () => request => request.key === 'key-a' ? limited(60) : undefined,
  },
  cut: {
    title: 'a stream cut within a call of a tool, once', make: () => {
      let isCut = false;
      return request => {
        if (!request.isTask || request.step !== 1 || isCut) return;
        isCut = true;
        return { cut: 3 };
      };
    },
  },
  outage: {
    title: 'all keys 503 for 20 s', make: () => {
      let began;
      return request => {
        if (request.isTask && request.step === 1) began ??= request.at;
        return began && request.at - began < 20_000 ? { status: 503, message: 'overloaded' } : undefined;
      };
    },
  },
  unknown: {
    title: 'no key has the model', endsBadly: true, models: ', models = [{ name = another }]', make: () => () => undefined,
  },
  forbidden: {
    title: 'both keys 403 for this model', endsBadly: true,
    make: () => () => ({ status: 403, message: 'Project does not have access to model `scripted`', code: 'model_not_found' }),
  },
  exhausted: {
    title: 'all keys 429 with Retry-After 600 from the second step on', endsBadly: true,
    make: () => request => request.isTask && request.step >= 1 ? limited(600) : undefined,
  },
};
