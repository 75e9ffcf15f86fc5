using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sidecar.Ledger;
using static Sidecar.Diagnostics.TelemetryNames;

namespace Sidecar.Diagnostics;

/// <summary>Measures what requests cost and who sent them, and whether sessions stay with their backend.</summary>
public sealed class UsageMeter
{
    private readonly ModelLabels _models;
    private readonly ClientLabels _clients = new();
    private readonly Counter<double> _cost;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _sessions;

    internal UsageMeter(Meter meter, ModelLabels models)
    {
        _models = models;
        _cost = meter.CreateCounter<double>(Metrics.Cost, "{currency}", "What attempts cost, in the currency of the configured prices.");
        _requests = meter.CreateCounter<long>(Metrics.ClientRequests, "{request}", "Requests of clients with a key, by result.");
        _tokens = meter.CreateCounter<long>(Metrics.ClientTokens, "{token}", "Tokens of clients with a key, as reported by upstreams.");
        _sessions = meter.CreateCounter<long>(
            Metrics.SessionRequests, "{request}", "Answered requests of sessions, by whether the backend that they preferred answered.");
    }

    /// <summary>An attempt has ended. What is unknown is not measured, and least of all as zero.</summary>
    public void Ended(AttemptRow row)
    {
        if (row.Cost is { } cost && _cost.Enabled)
            _cost.Add((double)cost, TagsOfCost(row));
        if (row.Client is not { } client || !_tokens.Enabled)
            return;
        if (row.PromptTokens is { } input)
            _tokens.Add(input, TagsOf(client, Attributes.TokenType, Values.InputTokens));
        if (row.CompletionTokens is { } output)
            _tokens.Add(output, TagsOf(client, Attributes.TokenType, Values.OutputTokens));
    }

    /// <summary>A walk has ended.</summary>
    /// <param name="client">Null: no client keys are in use.</param>
    /// <param name="outcome">A refusal's code, or the outcome of the relay.</param>
    public void Answered(string? client, string outcome)
    {
        if (client is not null && _requests.Enabled)
            _requests.Add(1, TagsOf(client, Attributes.Outcome, outcome));
    }

    /// <summary>A backend has answered a request of a session.</summary>
    /// <param name="preferred">The backend that the session preferred; null: the request has no session.</param>
    /// <param name="now">The backend that has answered.</param>
    public void Served(string? preferred, string now)
    {
        if (preferred is not null && _sessions.Enabled)
            _sessions.Add(1, new KeyValuePair<string, object?>(
                Attributes.Affinity, preferred == now ? Values.AffinityHit : Values.AffinityMoved));
    }

    private TagList TagsOfCost(AttemptRow row)
    {
        var tags = new TagList { { Attributes.Backend, row.Backend }, { Attributes.RequestModel, _models.Of(row.Model) } };
        if (row.Client is { } client)
            tags.Add(Attributes.Client, _clients.Of(client));
        return tags;
    }

    private TagList TagsOf(string client, string name, string value) =>
        new() { { Attributes.Client, _clients.Of(client) }, { name, value } };
}
