namespace Sidecar.Domain.Translation;

/// <summary>What an answer is written with beside what the upstream said.</summary>
/// <param name="RequestId">Ids are made of it: what the upstream calls its answer is of no use to a client that cannot ask for it.</param>
/// <param name="Model">As the client named it.</param>
/// <param name="ShowsReasoning">The client asked to see it.</param>
public sealed record AnswerFacts(string RequestId, string Model, bool ShowsReasoning);
