namespace Sidecar.Trouble.Subjects;

/// <summary>What stands between agents and upstreams. The agents are the same in front of each: they retry twice as the OpenAI SDKs do,
/// unless <c>x-should-retry</c> says otherwise.</summary>
internal enum SubjectKind
{
    /// <summary>Sidecar with its shipped defaults.</summary>
    Sidecar,

    /// <summary>Nothing: clients use the keys in turn.</summary>
    None,

    /// <summary>YARP, round robin with passive health checks.</summary>
    Yarp,

    /// <summary>Portkey's gateway: falls back from key to key on failures, with two retries each.</summary>
    Portkey,
}
