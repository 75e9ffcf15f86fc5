using Sidecar.Domain.Attempts;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;
using Sidecar.Ledger;
using Sidecar.Relay;
using Sidecar.Upstream;

namespace Sidecar.Requests;

/// <summary>Builds the ledger's row of an attempt from what the walk knows.</summary>
internal static class AttemptRows
{
    public static AttemptRow Failed(ProxyRequest request, Backend backend, Attempt attempt, JudgedReply judged, DateTimeOffset now) =>
        Of(request, backend, attempt, now) with { Status = judged.Status, ErrorClass = ErrorClassOf(judged) };

    public static AttemptRow Relayed(
        ProxyRequest request, Backend backend, HeldAnswer held, RelayReport relay, AttemptVerdict? told, PriceList prices,
            DateTimeOffset now) =>
        Of(request, backend, held.Attempt, now) with
        {
            Status = held.Answer.Status,
            ErrorClass = told is { } later ? ErrorClassOf(later) : ErrorClassOf(held, relay),
            PromptTokens = relay.Usage.Prompt,
            CachedTokens = relay.Usage.Cached,
            CompletionTokens = relay.Usage.Completion,
            ReasoningTokens = relay.Usage.Reasoning,
            TotalTokens = relay.Usage.Total,
            Cost = TokenCost.Of(relay.Usage, prices.Of(backend.FindModel(request.Model), request.Model)),
            FirstTokenMs = (held.At - held.Attempt.SentAt).TotalMilliseconds,
            Streamed = held.Answer.IsEventStream,
        };

    private static AttemptRow Of(ProxyRequest request, Backend backend, Attempt attempt, DateTimeOffset now) => new()
    {
        At = now,
        RequestId = request.Id,
        Attempt = attempt.Number,
        Backend = backend.Id,
        Pool = backend.Pool,
        Model = request.Model,
        Client = request.Client,
        Phase = attempt.Phase.ToWire(),
        LatencyMs = (now - attempt.SentAt).TotalMilliseconds,
        Streamed = request.Envelope.Stream,
    };

    private static string ErrorClassOf(JudgedReply judged) =>
        judged.Error is { } error ? ErrorClassOf(error) : ErrorClassOf(judged.Verdict);

    private static string ErrorClassOf(AttemptVerdict verdict) => verdict switch
    {
        AttemptVerdict.RateLimited => ErrorClasses.RateLimited,
        AttemptVerdict.Overloaded => ErrorClasses.Overloaded,
        AttemptVerdict.CredentialsRejected => ErrorClasses.Credentials,
        AttemptVerdict.FailedAnswer => ErrorClasses.FailedAnswer,
        AttemptVerdict.UnknownError => ErrorClasses.UnknownError,
        AttemptVerdict.ModelAbsent => ErrorClasses.ModelAbsent,
        AttemptVerdict.TooLarge => ErrorClasses.TooLarge,
        AttemptVerdict.Unsupported => ErrorClasses.Unsupported,
        AttemptVerdict.NotForThisKey => ErrorClasses.NotForThisKey,
        AttemptVerdict.Declined => ErrorClasses.RequestRejected,
        AttemptVerdict.RequestRefused => ErrorClasses.RequestRefused,
        AttemptVerdict.ClientCredentialsRejected => ErrorClasses.ClientCredentials,
        _ => ErrorClasses.Protocol,
    };

    private static string ErrorClassOf(UpstreamError error) => error switch
    {
        UpstreamError.ClientGone => ErrorClasses.Cancelled,
        UpstreamError.DeadlinePassed => ErrorClasses.DeadlinePassed,
        UpstreamError.Internal or UpstreamError.Shortage => ErrorClasses.Internal,
        UpstreamError.Connect or UpstreamError.Tls => ErrorClasses.Unreachable,
        UpstreamError.ConnectTimeout or UpstreamError.HeadTimeout or UpstreamError.FirstEventTimeout => ErrorClasses.Timeout,
        _ => ErrorClasses.Protocol,
    };

    private static string? ErrorClassOf(HeldAnswer held, RelayReport relay) => relay.Outcome switch
    {
        RelayOutcome.ClientGone or RelayOutcome.ClientStalled => ErrorClasses.Cancelled,
        RelayOutcome.UpstreamBroke => ErrorClasses.Interrupted,
        RelayOutcome.UpstreamStalled => ErrorClasses.Timeout,
        RelayOutcome.Faulted => ErrorClasses.Internal,
        _ when held.Verdict == AttemptVerdict.ClientCredentialsRejected => ErrorClasses.ClientCredentials,
        _ when held.Verdict == AttemptVerdict.RequestRefused => ErrorClasses.RequestRefused,
        _ => held.Answer.Status >= 400 ? ErrorClasses.RequestRejected : null,
    };
}
