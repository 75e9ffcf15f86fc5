using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class StoredIdReferencesTests
{
    private static string? Of(string body, params string[] known) => StoredIdReferences.Of(Encoding.UTF8.GetBytes(body), known.Contains);

    [Theory]
    [InlineData("""{"model":"m","previous_response_id":"r1","input":"x"}""", "r1")]
    [InlineData("""{"conversation":"c1"}""", "c1")]
    [InlineData("""{"conversation":{"id":"c2"}}""", "c2")]
    [InlineData("""{"input_file_id":"f1","endpoint":"/v1/responses"}""", "f1")]
    [InlineData("""{"training_file":"f1","validation_file":"f2","model":"m"}""", "f1")]
    [InlineData("""{"name":"v","file_ids":["f1","f2"]}""", "f1")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_id":"f3"}]}]}""", "f3")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","file_id":"f4"}]}]}""", "f4")]
    [InlineData("""{"tools":[{"type":"file_search","vector_store_ids":["vs1"]}]}""", "vs1")]
    [InlineData("""{"tools":[{"type":"code_interpreter","container":"cntr1"}]}""", "cntr1")]
    [InlineData("""{"tools":[{"type":"code_interpreter","container":{"type":"auto","file_ids":["f5"]}}]}""", "f5")]
    [InlineData("""{"messages":[{"content":[{"type":"file","file":{"file_id":"f6"}}]}]}""", "f6")]
    [InlineData("""{"messages":[{"content":[{"type":"document","source":{"type":"file","file_id":"f7"}}]}]}""", "f7")]
    [InlineData("""{"previous_response_id":null,"input":"x"}""", null)]
    [InlineData("""{"input":[{"previous_response_id":"r1"}]}""", null)]
    [InlineData("""{"tools":[{"parameters":{"properties":{"file_id":{"type":"string"}}}}]}""", null)]
    [InlineData("""{"input":"file_id"}""", null)]
    [InlineData("""{"file_ids":[]}""", null)]
    [InlineData("""{"file_ids":[{"file_id":"f8"}]}""", "f8")]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    public void a_body_names_what_it_goes_on_from(string body, string? id) => Assert.Equal(id, Of(body));

    [Fact]
    public void of_several_the_first_known_one_counts()
    {
        const string body = """{"previous_response_id":"r1","tools":[{"vector_store_ids":["v1","v2"]}],"input":[{"file_id":"f1"}]}""";
        Assert.Equal("r1", Of(body));
        Assert.Equal("r1", Of(body, "f1", "r1"));
        Assert.Equal("v2", Of(body, "f1", "v2"));
        Assert.Equal("f1", Of(body, "f1"));
    }
}
