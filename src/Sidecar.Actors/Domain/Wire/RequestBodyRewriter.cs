using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidecar.Domain.Wire;

/// <summary>Copies a request body and replaces the model's name, requests usage, or both; all other bytes stay as the client wrote
/// them.</summary>
public static class RequestBodyRewriter
{
    private static ReadOnlySpan<byte> AskForUsage => "\"include_usage\":true"u8;

    /// <param name="body">The bytes that <paramref name="envelope"/> was read from.</param>
    /// <param name="newModel">Null keeps the model. A body without a model gets none.</param>
    /// <param name="addUsage">Sets <c>stream_options.include_usage</c> to true; <see cref="UsageInjection"/> decides when.</param>
    public static void Write(
        ReadOnlySpan<byte> body, in RequestEnvelope envelope, string? newModel, bool addUsage, IBufferWriter<byte> output)
    {
        var splicer = new Splicer(body, output);
        var usageAt = addUsage ? UsagePosition(body, envelope) : -1;
        var modelAt = newModel is null ? -1 : envelope.ModelStart;

        if (usageAt >= 0 && usageAt < modelAt)
            AddUsage(ref splicer, envelope, usageAt);
        if (modelAt >= 0)
            ReplaceModel(ref splicer, envelope, newModel!);
        if (usageAt >= 0 && usageAt >= modelAt)
            AddUsage(ref splicer, envelope, usageAt);
        splicer.CopyRest();
    }

    private static int UsagePosition(ReadOnlySpan<byte> body, in RequestEnvelope envelope)
    {
        if (!envelope.IsObject || envelope.IncludesUsage || envelope.HasOddStreamOptions)
            return -1;
        if (envelope.UsageValueStart >= 0)
            return envelope.UsageValueStart;
        return envelope.StreamOptionsStart >= 0 ? envelope.StreamOptionsStart : JsonStart.Of(body) + 1;
    }

    private static void AddUsage(ref Splicer splicer, in RequestEnvelope envelope, int position)
    {
        splicer.CopyUpTo(position);
        var inside = envelope.StreamOptionsStart >= 0;
        var replaces = envelope.UsageValueStart >= 0;
        if (inside && replaces)
        {
            splicer.Replace(envelope.UsageValueLength, "true"u8);
            return;
        }

        if (!inside && !replaces)
            splicer.Insert("\"stream_options\":"u8);
        if (!inside)
            splicer.Insert("{"u8);
        splicer.Insert(AskForUsage);
        if (!inside)
            splicer.Insert("}"u8);
        if (replaces)
            splicer.Replace(envelope.UsageValueLength, default);
        else if (splicer.HasMembersAhead())
            splicer.Insert(","u8);
    }

    private static void ReplaceModel(ref Splicer splicer, in RequestEnvelope envelope, string newModel)
    {
        splicer.CopyUpTo(envelope.ModelStart);
        if (envelope.IsForm)
        {
            splicer.Replace(envelope.ModelLength, Encoding.UTF8.GetBytes(newModel));
            return;
        }
        splicer.Insert("\""u8);
        // The strict encoder would turn names such as "qwen+tools" into \u escapes: valid JSON, but not the bytes an operator greps for.
        splicer.Insert(JsonEncodedText.Encode(newModel, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        splicer.Replace(envelope.ModelLength, "\""u8);
    }

    private ref struct Splicer(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        private readonly ReadOnlySpan<byte> _body = body;
        private int _position;

        public void CopyUpTo(int position)
        {
            output.Write(_body[_position..position]);
            _position = position;
        }

        public void CopyRest() => CopyUpTo(_body.Length);

        public readonly void Insert(ReadOnlySpan<byte> bytes) => output.Write(bytes);

        public void Replace(int length, ReadOnlySpan<byte> bytes)
        {
            output.Write(bytes);
            _position += length;
        }

        /// <summary>Called just after an opening brace: whether the object has members.</summary>
        public readonly bool HasMembersAhead()
        {
            var rest = _body[_position..];
            return rest[JsonStart.WhiteSpace(rest)] != '}';
        }
    }
}
