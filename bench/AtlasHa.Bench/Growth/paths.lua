-- For wrk: GETs of the paths in the file that the argument after -- names, one a line, one after the other.
local requests, number = {}, 0

function init(args)
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  number = number % #requests + 1
  return requests[number]
end
