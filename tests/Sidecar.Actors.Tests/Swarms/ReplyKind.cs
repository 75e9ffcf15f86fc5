namespace Sidecar.Actors.Tests.Swarms;

/// <summary>What an upstream's answer was about, as the upstream meant it: Sidecar's reading of it is judged by this.</summary>
internal enum ReplyKind
{
    Well,
    Limit,
    Overload,
    Failure,
    Key,
    ModelAbsent,

    /// <summary>This request alone is at fault.</summary>
    Request,

    /// <summary>It began well; how it ended is the backend's fault.</summary>
    Cut,

    /// <summary>The client or the walk's own deadline ended it.</summary>
    Aborted,
}
