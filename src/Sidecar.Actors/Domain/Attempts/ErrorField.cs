using System.Text.Json;

namespace Sidecar.Domain.Attempts;

/// <summary>Which fields of an error have which role. Names differ by provider; the roles are few.</summary>
internal static class ErrorField
{
    public enum Role
    {
        /// <summary>No known role; the field may still name a time.</summary>
        None,
        Code,
        Status,
        Type,
        Parameter,
        Text,
        Container,
        Headers,

        /// <summary>Only moderation errors have it.</summary>
        Moderation,

        /// <summary>A numeric limit.</summary>
        Limit,

        /// <summary>The number that the request would need of it.</summary>
        Requested,
    }

    /// <param name="reader">Positioned on a property's name.</param>
    /// <param name="name">The name as written; empty if it is escaped.</param>
    public static Role Of(ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        name = reader.ValueIsEscaped ? default : reader.ValueSpan;
        if (name.SequenceEqual("code"u8) || name.SequenceEqual("error_code"u8) || name.SequenceEqual("reason"u8)
            || name.SequenceEqual("limit_source"u8))
            return Role.Code;
        if (name.SequenceEqual("status"u8) || name.SequenceEqual("status_code"u8) || name.SequenceEqual("http_code"u8))
            return Role.Status;
        if (name.SequenceEqual("type"u8) || name.SequenceEqual("error_type"u8) || name.SequenceEqual("__type"u8))
            return Role.Type;
        if (name.SequenceEqual("param"u8))
            return Role.Parameter;
        if (name.SequenceEqual("message"u8) || name.SequenceEqual("msg"u8) || name.SequenceEqual("detail"u8) || name.SequenceEqual("raw"u8)
            || name.SequenceEqual("error_description"u8) || name.SequenceEqual("error_message"u8) || name.SequenceEqual("error_msg"u8)
            || name.SequenceEqual("status_msg"u8))
            return Role.Text;
        if (name.SequenceEqual("error"u8) || name.SequenceEqual("errors"u8) || name.SequenceEqual("details"u8)
            || name.SequenceEqual("metadata"u8) || name.SequenceEqual("innererror"u8))
            return Role.Container;
        if (name.SequenceEqual("limit"u8))
            return Role.Limit;
        if (name.SequenceEqual("requested"u8))
            return Role.Requested;
        if (name.SequenceEqual("flagged_input"u8))
            return Role.Moderation;
        return name.SequenceEqual("headers"u8) ? Role.Headers : Role.None;
    }
}
