using System.Buffers;
using System.Text;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;
using Sidecar.Domain.Usage;

namespace Sidecar.Domain.Tests.Translation;

/// <summary>A translated event needs no memory of its own: it is written from the bytes that were read.</summary>
public class TranslationCostTests
{
    private const int Events = 1000;

    [Theory]
    [InlineData(Translations.MessagesToChat, 8)]
    // This dialect repeats the whole text at the end, so it is kept until then.
    [InlineData(Translations.ResponsesToChat, 64)]
    public void an_event_of_text_costs_next_to_no_memory(Translations how, int bytesAnEvent)
    {
        var chunk = Encoding.UTF8.GetBytes(Translated.Chunks("""{"content":"word "}"""));
        using var usage = new SseUsageScanner();
        using var events = AnswerTranslation.Events(how, Translated.Facts);
        using var filter = new UsageEventFilter(hidesUsage: false) { Rewriter = events, Usage = usage };
        var output = new ArrayBufferWriter<byte>(4 * 1024 * 1024);
        Pass(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass(Events);
        var spent = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(spent <= Events * bytesAnEvent, $"{spent / Events} bytes an event");
        Assert.False(filter.IsLost);

        void Pass(int times)
        {
            for (var i = 0; i < times; i++)
            {
                usage.Feed(chunk);
                filter.Filter(chunk, output);
            }
        }
    }
}
