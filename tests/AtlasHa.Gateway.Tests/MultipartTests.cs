using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Gateway.Tests;

/// <summary>Forms that are not whole: the fault of who sends them, and nothing of them gets to the active instance's catalogue.</summary>
public sealed class MultipartTests
{
    private const string Whole = "--x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"f.zip\"\r\n\r\nPK12345\r\n--x--\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Routes => ["admin/import", "admin/async/import", "v2/glossary/import", "v2/entity/businessmetadata/import"];

    public static TheoryData<string, int> Cuts()
    {
        var cuts = new TheoryData<string, int>();
        foreach (string route in Routes)
        {
            // Before and in the first boundary, in the part's headers and before its content, in that, in the closing boundary.
            foreach (var length in (int[])[1, 3, 10, Whole.IndexOf("PK", StringComparison.Ordinal) - 2, Whole.IndexOf("345", StringComparison.Ordinal), Whole.Length - 6])
                cuts.Add(route, length);
        }
        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Form_that_is_cut_off_is_refused(string route, int length) => await RefusedAsync(route, Whole[..length], "multipart body");

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Form_without_its_closing_boundary_is_refused(string route)
    {
        await RefusedAsync(route, Whole.Replace("--x--", "--x", StringComparison.Ordinal), "multipart body");
        await RefusedAsync(route, Whole.Replace("--x--", "--y--", StringComparison.Ordinal), "closing boundary");
        await RefusedAsync(route, Whole, "closing boundary", "multipart/form-data; boundary=y");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Form_without_a_boundary_in_its_content_type_is_refused(string route)
    {
        await RefusedAsync(route, Whole, "boundary", "multipart/form-data");
        await RefusedAsync(route, Whole, "boundary", $"multipart/form-data; boundary={new string('x', 1000)}");
        await RefusedAsync(route, Whole, "multipart/form-data", "application/zip");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Part_that_is_malformed_or_too_large_is_refused(string route)
    {
        await RefusedAsync(route, "--x\r\nthis is no header\r\n\r\nPK\r\n--x--\r\n", "multipart body");
        await RefusedAsync(route, "--x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"f.zip\"\r\nX: " + new string('y', 20_000) + "\r\n\r\nPK\r\n--x--\r\n", "limit");
        await RefusedAsync(route, string.Concat(Enumerable.Repeat("--x\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n", 2000)) + Whole, "limit");
    }

    [Theory]
    [InlineData("admin/import")]
    [InlineData("admin/async/import")]
    public async Task Part_request_that_is_too_long_is_refused(string route) => await RefusedAsync(
        route, "--x\r\nContent-Disposition: form-data; name=\"request\"\r\n\r\n" + new string('y', (64 << 10) + 1) + "\r\n" + Whole, "65537 characters, 65536 are allowed");

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Form_that_is_larger_than_the_server_takes_is_refused_unread(string route)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());

        using var answer = await PostAsync(gateway, route, new string('y', 31_000_000), "multipart/form-data; boundary=x");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("admin/import")]
    [InlineData("admin/async/import")]
    public async Task Form_without_the_part_data_is_refused(string route) =>
        await RefusedAsync(route, Whole.Replace("\"data\"", "\"other\"", StringComparison.Ordinal), "part data");

    [Theory]
    [InlineData("v2/glossary/import")]
    [InlineData("v2/entity/businessmetadata/import")]
    public async Task Form_without_the_part_file_is_one_without_a_file_name(string route)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        List<string?> asked = [];
        gateway.Answers.ImportFile = name =>
        {
            asked.Add(name);
            throw new AtlasException(AtlasErrorCode.FileNameNotFound, "");
        };

        using var answer = await PostAsync(gateway, route, Whole, "multipart/form-data; boundary=x");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("ATLAS-404-00-014");
        asked.ShouldBe([null]);
    }

    private static async Task RefusedAsync(string route, string body, string reason, string contentType = "multipart/form-data; boundary=x")
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        using var answer = await PostAsync(gateway, route, body, contentType);
        var text = await answer.Content.ReadAsStringAsync(Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        text.ShouldContain("ATLAS-400-00-029");
        text.ShouldContain(reason);
    }

    private static async Task<HttpResponseMessage> PostAsync(TestGateway gateway, string route, string body, string contentType)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Url, $"/api/atlas/{route}")) { Content = content };
        // What is refused unread is not sent.
        request.Headers.ExpectContinue = body.Length > 10_000_000;
        return await http.SendAsync(request, Token);
    }
}
