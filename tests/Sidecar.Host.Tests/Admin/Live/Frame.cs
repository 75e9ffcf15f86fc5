namespace Sidecar.Host.Tests.Admin.Live;

/// <summary>One frame of a stream of server-sent events, with the fields it contained.</summary>
internal sealed record Frame(string? Id, string? Event, string? Data, string? Comment, string? Retry);
