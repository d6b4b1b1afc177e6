-- For wrk: each request creates an entity that nobody has created before; the argument after -- tells this round's names from another's.
local round, number = "", 0
local headers = { ["Content-Type"] = "application/json" }

function init(args)
  round = args[1]
end

function request()
  number = number + 1
  local name = "create-" .. round .. "-" .. number
  return wrk.format("POST", "/api/atlas/v2/entity", headers,
    '{"entity":{"typeName":"DataSet","guid":"-1","attributes":{"qualifiedName":"' .. name .. '@1","name":"' .. name .. '"}}}')
end
