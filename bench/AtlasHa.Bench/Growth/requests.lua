-- For wrk: the requests in the file that the argument after -- names, one a line, one after the other: a path for a GET, or a path, a tab and the body of a POST.
local requests, number = {}, 0
local headers = { ["Content-Type"] = "application/json" }

function init(args)
  for line in io.lines(args[1]) do
    local path, body = line:match("^(.-)\t(.*)$")
    requests[#requests + 1] = path and wrk.format("POST", path, headers, body) or wrk.format("GET", line)
  end
end

function request()
  number = number % #requests + 1
  return requests[number]
end
