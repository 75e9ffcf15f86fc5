using System.Text;
using CsCheck;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class FormEnvelopeReaderTests
{
    private const string Form =
        "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model\"\r\nContent-Type: "
            + "audio/wav\r\n\r\nRIFF\0\r\nname=\"model\"\r\n\r\nno\r\n"
        + "--b\r\ncontent-disposition: form-data; name=model\r\n\r\nwhisper-ü\r\n--b\r\nContent-Disposition: form-data; "
        + "name=\"stream\"\r\n\r\ntrue\r\n--b--\r\n";

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "b")]
    [InlineData("Multipart/Form-Data; charset=utf-8; boundary=\"a b;c\"", "a b;c")]
    [InlineData("multipart/form-data", null)]
    [InlineData("multipart/form-data; boundary=", null)]
    [InlineData("multipart/mixed; boundary=b", null)]
    [InlineData("application/json", null)]
    [InlineData(null, null)]
    public void the_boundary_is_the_content_types(string? type, string? boundary) =>
        Assert.Equal(boundary, FormEnvelopeReader.BoundaryOf(type));

    [Fact]
    public void model_and_stream_are_read_from_their_fields_and_no_file_is()
    {
        var body = Encoding.UTF8.GetBytes(Form);

        var envelope = FormEnvelopeReader.Read(body, "b");

        Assert.Equal(("whisper-ü", true, true, false), (envelope.Model, envelope.Stream, envelope.IsForm, envelope.IsObject));
        Assert.Equal("whisper-ü", Encoding.UTF8.GetString(body, envelope.ModelStart, envelope.ModelLength));
    }

    [Fact]
    public void a_model_is_replaced_where_it_stands()
    {
        var body = Encoding.UTF8.GetBytes(Form);
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        RequestBodyRewriter.Write(body, FormEnvelopeReader.Read(body, "b"), "other", addUsage: false, output);

        Assert.Equal(Form.Replace("whisper-ü", "other", StringComparison.Ordinal), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--b")]
    [InlineData("--b\r\n\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n")]
    [InlineData("--b--\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nx\r\n--b--")]
    public void what_is_no_such_form_names_no_model(string body) =>
        Assert.Equal("unknown", FormEnvelopeReader.Read(Encoding.UTF8.GetBytes(body), "b").Model);

    [Fact]
    public void no_bytes_throw() => Gen.OneOf(Gen.Byte.Array[0, 400],
        Gen.Select(Gen.Int[0, Form.Length], Gen.Byte.Array[0, 40], (at, b) =>
        (byte[])[.. Encoding.UTF8.GetBytes(Form)[..Math.Min(at, 300)], .. b]))
        .Sample(bytes => FormEnvelopeReader.Read(bytes, "b").Model.Length > 0, iter: 5_000);
}
