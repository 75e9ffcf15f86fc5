namespace Sidecar.Domain.Attempts;

/// <summary>Numeric error codes that some providers send beside, or instead of, an HTTP status. Null: not one of them.</summary>
internal static class ProviderCodes
{
    /// <summary>An error's <c>code</c>: Z.AI and Zhipu use four digits, SiliconFlow five.</summary>
    public static ErrorKind? OfCode(long code) => code switch
    {
        (>= 1000 and <= 1004) or (>= 1110 and <= 1113) or 1121 or 1309 => ErrorKind.Credentials,
        1211 or 1311 => ErrorKind.ModelAbsent,
        1212 => ErrorKind.Unsupported,
        1210 or (>= 1213 and <= 1215) => ErrorKind.ParameterRejected,
        1220 => ErrorKind.NotForThisKey,
        1234 => ErrorKind.Failed,
        1261 => ErrorKind.TooLarge,
        1301 => ErrorKind.ContentRefused,
        (>= 1302 and <= 1305) or 1308 or 1310 or 1313 => ErrorKind.RateLimited,
        1312 => ErrorKind.Overloaded,
        20012 => ErrorKind.ModelAbsent,
        _ => null,
    };

    /// <summary>MiniMax's <c>base_resp.status_code</c>, sent with a status of 200; 0 is success.</summary>
    public static ErrorKind? OfMiniMax(long code) => code switch
    {
        1002 or 1039 or 1041 or 2045 or 2056 => ErrorKind.RateLimited,
        1004 or 1008 or 2049 => ErrorKind.Credentials,
        1000 or 1001 or 1024 or 1033 => ErrorKind.Failed,
        1026 or 1027 => ErrorKind.ContentRefused,
        2013 => ErrorKind.ParameterRejected,
        _ => null,
    };
}
