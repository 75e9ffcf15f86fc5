namespace Sidecar.Trouble.Subjects;

/// <summary>Who stands between agents and upstreams. The agents are the same before each: they retry twice as the OpenAI SDKs do, unless
/// <c>x-should-retry</c> says otherwise.</summary>
internal enum SubjectKind
{
    /// <summary>Sidecar with its shipped defaults.</summary>
    Sidecar,

    /// <summary>Nobody: clients take the keys in turn.</summary>
    None,

    /// <summary>YARP in turn with passive health checks.</summary>
    Yarp,

    /// <summary>Portkey's gateway: fallback over all keys on failures, two retries each.</summary>
    Portkey,
}
