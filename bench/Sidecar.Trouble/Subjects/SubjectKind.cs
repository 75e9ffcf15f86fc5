namespace Sidecar.Trouble.Subjects;

/// <summary>Who stands between agents and upstreams.</summary>
internal enum SubjectKind
{
    /// <summary>Sidecar with its shipped defaults; its clients do not retry, for it says so.</summary>
    Sidecar,

    /// <summary>Nobody: clients take the keys in turn and retry twice, as the OpenAI SDKs do.</summary>
    None,

    /// <summary>YARP in turn with passive health checks; clients retry twice.</summary>
    Yarp,

    /// <summary>Portkey's gateway: fallback over all keys on failures, two retries each.</summary>
    Portkey,
}
