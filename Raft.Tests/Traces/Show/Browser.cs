using PuppeteerSharp;
using Raft.Coyote.Traces;
using Raft.Coyote.Traces.Show;

namespace Raft.Tests.Traces.Show;

/// <summary>A test that needs a browser; where there is none it says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private const string Missing = "no Chromium is installed here (on Debian: apt-get install chromium); CI runs this";

    public BrowserFactAttribute() => Skip = Browser.Executable is null ? Missing : null;
}

/// <summary>A headless Chromium without a network, shared by the tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>As root Chromium's sandbox is not to be had; the rest keeps it from talking to anybody.</summary>
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-quic", "--disable-dev-shm-usage",
    ];

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    private readonly TraceFile.Folder folder = new();
    private IBrowser? browser;

    public static string? Executable { get; } = Find();

    public async Task InitializeAsync()
    {
        if (Executable is not null)
        {
            var options = new LaunchOptions { ExecutablePath = Executable, Headless = true, Args = Quiet };
            browser = await Puppeteer.LaunchAsync(options);
        }
    }

    public async Task DisposeAsync()
    {
        await (browser?.CloseAsync() ?? Task.CompletedTask);
        folder.Dispose();
    }

    /// <summary>Opens the page of a trace from a file.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="hash">What follows the file's name in the address.</param>
    /// <param name="width">The width of the window.</param>
    /// <param name="isDark">Whether the reader likes it dark.</param>
    public async Task<OpenPage> OpenAsync(Trace trace, string hash = "", int width = 1280, bool isDark = false)
    {
        var file = folder[$"{Path.GetRandomFileName()}.html"];
        await File.WriteAllTextAsync(file, HtmlPage.Of(trace));
        var page = await browser!.NewPageAsync();
        var open = new OpenPage(page);
        await page.SetOfflineModeAsync(true);
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 800 });
        var scheme = new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" };
        await page.EmulateMediaFeaturesAsync([scheme]);
        await page.GoToAsync($"file://{file}{hash}");
        return open;
    }

    private static string? Find()
    {
        var folders = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var chosen = System.Environment.GetEnvironmentVariable("CHROMIUM");
        var known = folders.SelectMany(path => Names.Select(name => Path.Combine(path, name)));
        return known.Prepend(chosen).FirstOrDefault(File.Exists);
    }
}

/// <summary>A page that is open, and all that it complained of or asked for.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    public OpenPage(IPage page)
    {
        Page = page;
        page.Console += (_, said) => complaints.Add($"console {said.Message.Type}: {said.Message.Text}");
        page.PageError += (_, error) => complaints.Add($"error: {error.Message}");
        page.Request += (_, asked) => Note(asked.Request.Url);
    }

    public IPage Page { get; }

    /// <summary>The number of the chosen event, as the page shows it.</summary>
    public async Task<int> ChosenAsync() => await EvaluateAsync<int>("Number(document.getElementById('position').value)");

    public Task<T> EvaluateAsync<T>(string expression) => Page.EvaluateExpressionAsync<T>(expression);

    public Task<string> TextAsync(string selector) => EvaluateAsync<string>($"document.querySelector('{selector}').textContent");

    public Task WaitAsync(string condition) => Page.WaitForExpressionAsync(condition);

    /// <summary>It asked for nothing but its own file, and has nothing to complain of.</summary>
    public void AssertQuiet() => Assert.Empty(complaints);

    public async ValueTask DisposeAsync() => await Page.CloseAsync();

    private void Note(string address)
    {
        if (!address.StartsWith("file:", StringComparison.Ordinal))
        {
            complaints.Add($"asked for {address}");
        }
    }
}
