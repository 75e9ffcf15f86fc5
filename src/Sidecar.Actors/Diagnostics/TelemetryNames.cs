namespace Sidecar.Diagnostics;

/// <summary>Every name used in telemetry: the meter and the source, instruments, attributes, spans, and the values defined by the
/// conventions. No other file spells one.</summary>
/// <remarks>
/// Sources, all as of 2026-11:
/// [genai] OpenTelemetry semantic conventions for generative AI, docs/gen-ai/gen-ai-metrics.md and gen-ai-spans.md of
/// https://github.com/open-telemetry/semantic-conventions-genai (status: Development; a draft beside them, client-inference.md, has other
/// names and is not followed);
/// [http] https://opentelemetry.io/docs/specs/semconv/http/http-spans/ (stable);
/// [general] https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/ and …/server/ (stable);
/// [own] Sidecar's, by the rules of https://opentelemetry.io/docs/specs/semconv/general/naming/.
/// </remarks>
public static class TelemetryNames
{
    /// <summary>[own] The name of the meter and of the source of activities.</summary>
    public const string Scope = "Sidecar";

    /// <summary>Histograms, counters and gauges. Units follow UCUM.</summary>
    public static class Metrics
    {
        /// <summary>[genai] s: an attempt, from sending to the end of its body.</summary>
        public const string OperationDuration = "gen_ai.client.operation.duration";

        /// <summary>[genai] {token}: as reported by an upstream, input and output separately.</summary>
        public const string TokenUsage = "gen_ai.client.token.usage";

        /// <summary>[genai] s: for streams, from sending to the first event.</summary>
        public const string TimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk";

        /// <summary>[genai] s: for streams, between two chunks.</summary>
        public const string TimePerOutputChunk = "gen_ai.client.operation.time_per_output_chunk";

        /// <summary>[own] s: a client's request, from arrival to the end of its answer.</summary>
        public const string RequestDuration = "sidecar.request.duration";

        /// <summary>[own] s: what Sidecar itself adds before the response head: without upstreams, the queue and the client's own
        /// upload.</summary>
        public const string AddedLatency = "sidecar.request.added_latency";

        /// <summary>[own] {request}: requests in progress.</summary>
        public const string RequestsActive = "sidecar.request.active";

        /// <summary>[own] {request}: requests that ended in all_pools_exhausted.</summary>
        public const string Exhausted = "sidecar.request.exhausted";

        /// <summary>[own] {attempt}: attempts by result.</summary>
        public const string Attempts = "sidecar.attempts";

        /// <summary>[own] {attempt}: attempts cut off when their slice of the deadline was over, so that another backend could be
        /// asked.</summary>
        public const string AttemptsCut = "sidecar.attempts.cut";

        /// <summary>[own] {currency}: what attempts cost, in the currency of the configured prices.</summary>
        public const string Cost = "sidecar.cost";

        /// <summary>[own] {request}: walked requests of clients with a key.</summary>
        public const string ClientRequests = "sidecar.client.requests";

        /// <summary>[own] {token}: tokens of clients with a key, as reported by upstreams.</summary>
        public const string ClientTokens = "sidecar.client.tokens";

        /// <summary>[own] {request}: answered requests of sessions, by whether the backend that they preferred answered.</summary>
        public const string SessionRequests = "sidecar.session.requests";

        /// <summary>[own] {request}: requests that entered a phase of the walk.</summary>
        public const string Phases = "sidecar.phases";

        /// <summary>[own] {activation}: walks that entered their emergency.</summary>
        public const string EmergencyActivations = "sidecar.emergency.activations";

        /// <summary>[own] {request}: requests in the queue of primary-wait.</summary>
        public const string QueueLength = "sidecar.queue.length";

        /// <summary>[own] s: a request's time in the queue of primary-wait.</summary>
        public const string QueueWait = "sidecar.queue.wait";

        /// <summary>[own] {cooldown}: cooldowns begun, by reason.</summary>
        public const string Cooldowns = "sidecar.cooldowns";

        /// <summary>[own] 1 for the backend's present state, 0 for the others.</summary>
        public const string BackendState = "sidecar.backend.state";

        /// <summary>[own] s: until the backend's rest is over; 0 without a rest.</summary>
        public const string BackendRest = "sidecar.backend.rest.remaining";

        /// <summary>[own] {response}: consecutive 429s.</summary>
        public const string BackendStreak = "sidecar.backend.streak";

        /// <summary>[own] {attempt}: attempts in flight.</summary>
        public const string BackendActive = "sidecar.backend.active";

        /// <summary>[own] {request}: requests left in the current window of a backend with an rpm limit.</summary>
        public const string RequestsLeft = "sidecar.backend.requests.remaining";

        /// <summary>[own] {token}: tokens left in the current window of a backend with a tpm limit.</summary>
        public const string TokensLeft = "sidecar.backend.tokens.remaining";

        /// <summary>[own] What a backend is known to admit without being told: learnt from its refusals, or named by its headers; 0:
        /// nothing is known.</summary>
        public const string LearnedLimit = "sidecar.backend.limit.learned";

        /// <summary>[own] s: from an event to its confirmation by the journal.</summary>
        public const string JournalLatency = "sidecar.journal.latency";

        /// <summary>[own] {event}: events not yet confirmed by the journal.</summary>
        public const string JournalPending = "sidecar.journal.pending";

        /// <summary>[own] s: the age of the oldest row not yet written by the ledger; 0 if there is none.</summary>
        public const string LedgerLag = "sidecar.ledger.lag";

        /// <summary>[own] {row}: rows not yet written by the ledger.</summary>
        public const string LedgerPending = "sidecar.ledger.pending";

        /// <summary>[own] {row}: rows that the ledger dropped because its buffer was full.</summary>
        public const string LedgerDropped = "sidecar.ledger.dropped";
    }

    /// <summary>Attributes of metrics and spans.</summary>
    public static class Attributes
    {
        /// <summary>[genai] One of <see cref="GenAiOperations"/>.</summary>
        public const string OperationName = "gen_ai.operation.name";

        /// <summary>[genai] One of <see cref="GenAiProviders"/>.</summary>
        public const string ProviderName = "gen_ai.provider.name";

        /// <summary>[genai] After aliases; in metrics a configured or proven model, else <see cref="Values.OtherModel"/>.</summary>
        public const string RequestModel = "gen_ai.request.model";

        /// <summary>[genai] Spans.</summary>
        public const string RequestStream = "gen_ai.request.stream";

        /// <summary>[genai] Spans: as the upstream named it.</summary>
        public const string ResponseModel = "gen_ai.response.model";

        /// <summary>[genai] Spans, s.</summary>
        public const string ResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk";

        /// <summary>[genai] <see cref="Values.InputTokens"/> or <see cref="Values.OutputTokens"/>.</summary>
        public const string TokenType = "gen_ai.token.type";

        /// <summary>[genai] Spans: includes cached tokens.</summary>
        public const string UsageInput = "gen_ai.usage.input_tokens";

        /// <summary>[genai] Spans: includes reasoning tokens.</summary>
        public const string UsageOutput = "gen_ai.usage.output_tokens";

        /// <summary>[genai] Spans.</summary>
        public const string UsageCacheRead = "gen_ai.usage.cache_read.input_tokens";

        /// <summary>[genai] Spans.</summary>
        public const string UsageReasoning = "gen_ai.usage.reasoning.output_tokens";

        /// <summary>[general] The ledger's error class; absent if the attempt succeeded.</summary>
        public const string ErrorType = "error.type";

        /// <summary>[general] Spans.</summary>
        public const string ServerAddress = "server.address";

        /// <summary>[general] Spans.</summary>
        public const string ServerPort = "server.port";

        /// <summary>[http] Spans; one of the known methods, else <see cref="Values.OtherMethod"/>.</summary>
        public const string HttpMethod = "http.request.method";

        /// <summary>[http] Absent if there was none.</summary>
        public const string HttpStatus = "http.response.status_code";

        /// <summary>[http] Spans; one of <see cref="HttpLabels"/>.</summary>
        public const string HttpRoute = "http.route";

        /// <summary>[own] Spans: the id that the client sees.</summary>
        public const string RequestId = "sidecar.request.id";

        /// <summary>[own]</summary>
        public const string Backend = "sidecar.backend";

        /// <summary>[own]</summary>
        public const string Pool = "sidecar.pool";

        /// <summary>[own] routing, primary-wait, emergency.</summary>
        public const string Phase = "sidecar.phase";

        /// <summary>[own] Spans: the attempt's number within its request.</summary>
        public const string Attempt = "sidecar.attempt";

        /// <summary>[own] Spans: attempts sent for a request.</summary>
        public const string AttemptCount = "sidecar.attempts";

        /// <summary>[own] How a request ended: a refusal's code, or the outcome of its relay; for a wait, one of <see
        /// cref="WaitOutcomes"/>.</summary>
        public const string Outcome = "sidecar.outcome";

        /// <summary>[own] The client that a key belongs to: one of the first 100, else <see cref="Values.OtherClient"/>.</summary>
        public const string Client = "sidecar.client";

        /// <summary>[own] Whether the backend that a session preferred answered: hit, moved.</summary>
        public const string Affinity = "sidecar.affinity";

        /// <summary>[own] What a limit counts: one of <see cref="LimitMeasures"/>.</summary>
        public const string Measure = "sidecar.measure";

        /// <summary>[own] Why a backend rests.</summary>
        public const string Reason = "sidecar.reason";

        /// <summary>[own] available, cooling, probing, disabled.</summary>
        public const string State = "sidecar.state";
    }

    /// <summary>Fixed values of attributes.</summary>
    public static class Values
    {
        /// <summary>[genai]</summary>
        public const string InputTokens = "input";

        /// <summary>[genai]</summary>
        public const string OutputTokens = "output";

        /// <summary>[http]</summary>
        public const string OtherMethod = "_OTHER";

        /// <summary>[own] Any model that is neither configured nor proven.</summary>
        public const string OtherModel = "other";

        /// <summary>[own] Any client beyond the bound.</summary>
        public const string OtherClient = "other";

        /// <summary>[own] The backend that the session preferred answered.</summary>
        public const string AffinityHit = "hit";

        /// <summary>[own] Another backend did.</summary>
        public const string AffinityMoved = "moved";
    }

    /// <summary>[own] What a limit counts. Windows of other lengths are converted to 60 s.</summary>
    public static class LimitMeasures
    {
        public const string AtOnce = "at_once";
        public const string RequestsPerMinute = "requests_per_minute";
        public const string TokensPerMinute = "tokens_per_minute";
    }

    /// <summary>Names of spans. A request's is its method and route [http], an attempt's its operation and model [genai].</summary>
    public static class SpanNames
    {
        /// <summary>[own] A wait in the queue of primary-wait.</summary>
        public const string QueueWait = "sidecar.queue.wait";
    }

    /// <summary>[own] What ended a wait in the queue of primary-wait.</summary>
    public static class WaitOutcomes
    {
        public const string Served = "served";
        public const string GaveUp = "gave_up";
        public const string QueueFull = "queue_full";
        public const string ClientGone = "client_gone";
    }
}
