using Raft.Core.Protocol;
using Raft.Coyote.Environment;

namespace Raft.Tests.Traces.Show;

/// <summary>What a key or a value may hold, whatever it is shown in.</summary>
internal static class Hostile
{
    public const string Text =
        "</script><script>alert(1)</script><!-- {{script}} %%{init: {\"x\":1}}%% end; #35; style:#a; \"'`&lt;\n"
        + "s9 {\"s9\":1}\r\t\0\u2028\u2029\u202e\ud83d\ude00";

    public static Called Called(ServerId server) =>
        new(new RequestId(new ClientId(1), 1), server, new Put($"k{Text}", $"v{Text}"));
}
