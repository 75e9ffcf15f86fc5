namespace Sidecar.Domain.Backends;

/// <summary>The parts of the providers' APIs; backends differ in which they have, and a request asks for one of them.</summary>
[Flags]
public enum Apis
{
    None = 0,
    Chat = 1,
    Completions = 1 << 1,
    Embeddings = 1 << 2,
    Responses = 1 << 3,
    Messages = 1 << 4,
    Audio = 1 << 5,
    Images = 1 << 6,
    Files = 1 << 7,
    Batches = 1 << 8,
    Uploads = 1 << 9,
    VectorStores = 1 << 10,
    Conversations = 1 << 11,
    Moderations = 1 << 12,
    Rerank = 1 << 13,
    Videos = 1 << 14,
    FineTuning = 1 << 15,

    /// <summary>Lists of models, and every path that is none of the others: any backend may be asked.</summary>
    Other = 1 << 16,

    /// <summary>What a backend with OpenAI's dialect has if nothing else is known.</summary>
    OfOpenAi = (1 << 17) - 1 - Messages,

    /// <summary>What a backend with Anthropic's dialect has.</summary>
    OfAnthropic = Messages | Files | Other,
}
